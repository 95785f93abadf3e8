import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { CacheUnavailableError } from '../cache.js';
import type { Script } from './scripts.js';

/** Commands sent and not answered yet, or waiting to be sent; past it they are refused. */
const PENDING_MAX = 50_000;
const RETRY_MILLISECONDS_MIN = 100;
const RETRY_MILLISECONDS_MAX = 2_000;

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly timeoutMilliseconds: number;
  readonly onWait: (error: unknown) => void;
}

/** One connection that is made again, for ever, whenever it is lost. Commands are pipelined and never wait for it. */
export interface Connection {
  /** Rises with every connection made: a different number means that the server may have forgotten everything. */
  readonly epoch: number;
  run(command: string[]): Promise<unknown>;
  runScript(script: Script, keys: string[], values: string[]): Promise<unknown>;
  close(): Promise<void>;
}

type Client = ReturnType<typeof createClient>;

/**
 * Resolves once the server answers. The client library's own reconnecting is switched off: it cannot give up a server
 * that accepts the connection and then stays silent.
 */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { timeoutMilliseconds } = options;
  const closing = new AbortController();
  let client: Client | undefined;
  let failure: unknown = new Error('There is no connection yet.');
  let epoch = 0;
  let answeredAt = 0;
  let pending = 0;
  let onIdle = (): void => {};
  let connecting: Promise<void> | undefined;

  const lose = (lost: Client, error: unknown): void => {
    if (client !== lost) return;
    client = undefined;
    failure = error;
    discard(lost);
    if (closing.signal.aborted) return;
    options.onWait(error);
    connecting = connect();
  };

  const connect = async (): Promise<void> => {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      if (epoch > 0 || failures > 0) await pause(failures, closing.signal);
      if (closing.signal.aborted) return;
      try {
        const next = await dial(options, lose);
        if (closing.signal.aborted) return discard(next);
        client = next;
        epoch += 1;
        answeredAt = performance.now();
        return;
      } catch (error) {
        failure = error;
        options.onWait(error);
      }
    }
  };

  const run = (command: string[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const used = client;
      if (used === undefined) return reject(new CacheUnavailableError(failure));
      let isSettled = false;
      const settle = (): void => {
        if (isSettled) return;
        isSettled = true;
        clearTimeout(timer);
        pending -= 1;
        if (pending === 0) onIdle();
      };
      const expire = (): void => {
        if (isSettled) return;
        const error = new Error(`No answer within ${timeoutMilliseconds} ms.`);
        settle();
        reject(new CacheUnavailableError(error));
        // Answers come in order. One that is late while others came is a slow server; silence is a dead connection.
        if (performance.now() - answeredAt > timeoutMilliseconds / 2) lose(used, error);
      };
      // A late answer may lie unread in the socket when this process was busy: one turn of the loop reads it first.
      const timer = setTimeout(() => setImmediate(expire), timeoutMilliseconds);
      pending += 1;
      used.sendCommand(command).then(
        (reply: unknown) => {
          answeredAt = performance.now();
          settle();
          resolve(reply);
        },
        (error: unknown) => {
          settle();
          reject(isScriptMissing(error) ? error : new CacheUnavailableError(error));
        },
      );
    });

  connecting = connect();
  await connecting;

  return {
    get epoch() {
      return epoch;
    },
    run,
    async runScript(script, keys, values) {
      const rest = [String(keys.length), ...keys, ...values];
      try {
        return await run(['EVALSHA', script.sha, ...rest]);
      } catch (error) {
        if (!isScriptMissing(error)) throw error;
        return await run(['EVAL', script.source, ...rest]);
      }
    },
    async close() {
      if (closing.signal.aborted) return;
      const last = client;
      client = undefined;
      failure = new Error('The cache is closed.');
      closing.abort();
      await connecting;
      if (last === undefined) return;
      // What is in flight may finish; every command ends within the timeout.
      if (pending > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      discard(last);
    },
  };
}

/** One attempt, over within twice the timeout even if the server accepts and then says nothing. */
async function dial(options: ConnectionOptions, onLost: (client: Client, error: unknown) => void): Promise<Client> {
  const { host, port, username, password, timeoutMilliseconds } = options;
  const client = createClient({
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    socket: { host, port, connectTimeout: timeoutMilliseconds, reconnectStrategy: false },
    disableClientInfo: true,
    disableOfflineQueue: true,
    commandsQueueMaxLength: PENDING_MAX,
  });
  // The client calls itself ready even when its socket ends during the greeting, so `connect` alone proves nothing.
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    client.on('error', (error: unknown) => {
      reject(error);
      onLost(client, error);
    });
    const error = new Error(`No greeting within ${2 * timeoutMilliseconds} ms.`);
    timer = setTimeout(() => reject(error), 2 * timeoutMilliseconds);
  });
  const greeted = client.connect().then(() => client.sendCommand(['PING']));
  try {
    await Promise.race([failed, greeted]);
    return client;
  } catch (error) {
    discard(client);
    // The attempt itself may end later; what it says then is of no interest.
    greeted.catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
    failed.catch(() => {});
  }
}

/** Rejects what is in flight and ends the socket at once. */
function discard(client: Client): void {
  if (client.isOpen) client.destroy();
}

/** Doubling, with full jitter, so that a restarted server is not met by everybody at the same moment. */
async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const most = Math.min(RETRY_MILLISECONDS_MAX, RETRY_MILLISECONDS_MIN * 2 ** (failures + 1));
  const milliseconds = RETRY_MILLISECONDS_MIN + Math.random() * (most - RETRY_MILLISECONDS_MIN);
  // An aborted sleep is the way out of the loop, not a fault.
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

const isScriptMissing = (error: unknown): error is Error =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');
