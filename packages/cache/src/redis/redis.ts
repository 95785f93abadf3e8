import { randomUUID } from 'node:crypto';
import type { Cache, CounterRequest, CounterResult, Lock } from '../cache.js';
import { GENERATION_MILLISECONDS } from '../limits.js';
import { type Connection, openConnection } from './connection.js';
import { scripts } from './scripts.js';

const TIMEOUT_MILLISECONDS = 2_000;
const SCAN_KEYS = 500;

export interface RedisCacheOptions {
  readonly host: string;
  readonly port: number;
  /** Empty for the server's default user. */
  readonly username: string;
  /** Any characters; empty for none. */
  readonly password: string;
  /** Begins every key on the server, so that several installations can share it. */
  readonly prefix?: string;
  readonly timeoutMilliseconds?: number;
  /** Hears of a lost connection and of every failed attempt to make one; the next follows within two seconds. */
  readonly onWait?: (error: unknown) => void;
}

/** A cache that all processes share. Resolves when the server can be reached; from then on nothing waits for it. */
export async function openRedisCache(options: RedisCacheOptions): Promise<Cache> {
  const prefix = options.prefix ?? 'plinth:';
  const connection = await openConnection({
    host: options.host,
    port: options.port,
    username: options.username,
    password: options.password,
    timeoutMilliseconds: options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    onWait: options.onWait ?? (() => {}),
  });
  const { run, runScript } = connection;
  const valueKey = (key: string): string => `${prefix}v:${key}`;
  const generationKey = (key: string): string => `${prefix}g:${key}`;
  const lockKey = (key: string): string => `${prefix}l:${key}`;

  return {
    async get(key) {
      return textOrNull(await run(['GET', valueKey(key)]));
    },
    async set(key, value, milliseconds) {
      if (milliseconds > 0) await run(['SET', valueKey(key), value, 'PX', whole(milliseconds)]);
      else await run(['UNLINK', valueKey(key)]);
    },
    async add(key, value, milliseconds) {
      if (milliseconds > 0) return (await run(['SET', valueKey(key), value, 'PX', whole(milliseconds), 'NX'])) === 'OK';
      return (await run(['EXISTS', valueKey(key)])) === 0;
    },
    async delete(...keys) {
      if (keys.length > 0) await run(['UNLINK', ...keys.map(valueKey)]);
    },
    async increment(key, milliseconds) {
      return Number(await runScript(scripts.increment, [valueKey(key)], [whole(milliseconds)]));
    },
    async take(counter) {
      const reply = listOf(await runScript(scripts.take, [valueKey(counter.key)], counterValues(counter)));
      return counterResult(reply[0], reply[1]);
    },
    async snapshot(key, counters = []) {
      const epoch = connection.epoch;
      const keys = [valueKey(key), generationKey(key), ...counters.map((counter) => valueKey(counter.key))];
      const reply = listOf(await runScript(scripts.snapshot, keys, counters.flatMap(counterValues)));
      return {
        value: textOrNull(reply[0]),
        generation: `${epoch}.${String(reply[1])}`,
        counters: counters.map((_, index) => counterResult(reply[2 + 2 * index], reply[3 + 2 * index])),
      };
    },
    async keepSnapshot(key, generation, value, milliseconds) {
      // A server that went away meanwhile may have come back without its generations.
      const [epoch, expected = ''] = split(generation);
      if (epoch !== String(connection.epoch)) return false;
      const values = [expected, value, whole(milliseconds)];
      return (await runScript(scripts.keepSnapshot, [valueKey(key), generationKey(key)], values)) === 1;
    },
    async raise(...keys) {
      if (keys.length === 0) return;
      const pairs = keys.flatMap((key) => [valueKey(key), generationKey(key)]);
      await runScript(scripts.raise, pairs, [randomUUID(), whole(GENERATION_MILLISECONDS)]);
    },
    async lock(key, milliseconds) {
      const token = randomUUID();
      const reply = await run(['SET', lockKey(key), token, 'PX', whole(Math.max(milliseconds, 1)), 'NX']);
      return reply === 'OK' ? heldLock(connection, lockKey(key), token) : null;
    },
    deletePrefix: (begin) => deletePrefix(connection, valueKey(begin)),
    async ping() {
      await run(['PING']);
    },
    close: () => connection.close(),
  };
}

function heldLock({ runScript }: Connection, key: string, token: string): Lock {
  return {
    extend: async (milliseconds) => (await runScript(scripts.extend, [key], [token, whole(milliseconds)])) === 1,
    async release() {
      await runScript(scripts.release, [key], [token]);
    },
  };
}

async function deletePrefix({ run }: Connection, begin: string): Promise<void> {
  const pattern = `${begin.replaceAll(/[\\*?[\]^]/g, '\\$&')}*`;
  let cursor = '0';
  do {
    const reply = listOf(await run(['SCAN', cursor, 'MATCH', pattern, 'COUNT', String(SCAN_KEYS)]));
    const keys = listOf(reply[1]).map(String);
    if (keys.length > 0) await run(['UNLINK', ...keys]);
    cursor = String(reply[0]);
  } while (cursor !== '0');
}

/** The server takes whole milliseconds; parts of one count as one. */
const whole = (milliseconds: number): string => String(Math.ceil(milliseconds));

const counterValues = ({ limit, resetAt }: CounterRequest): string[] => [String(limit), whole(resetAt - Date.now())];

const counterResult = (taken: unknown, count: unknown): CounterResult => ({ taken: taken === 1, count: Number(count) });

const textOrNull = (reply: unknown): string | null => (typeof reply === 'string' ? reply : null);

function listOf(reply: unknown): unknown[] {
  if (!Array.isArray(reply)) throw new TypeError('The server answered a script with something else than a list.');
  return reply;
}

function split(generation: string): [string, string | undefined] {
  const at = generation.indexOf('.');
  return at < 0 ? [generation, undefined] : [generation.slice(0, at), generation.slice(at + 1)];
}
