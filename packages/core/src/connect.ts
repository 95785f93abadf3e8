/** From configuration to open connections: the one place that knows which adapter a profile takes. */
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bus, type BusLog, type Message, openMemoryBus, openNatsBus } from '@plinth/bus';
import { type Cache, openMemoryCache, openRedisCache } from '@plinth/cache';
import { type Engine, newId, openMariadb, openSqlite, Store } from '@plinth/database';
import { type Configuration, messages, type Queue, type Topic } from '@plinth/definitions';
import { type Listener, listen } from '@plinth/http';
import { ConfigurationError, type Log, type Profile, profileOf, type Stop, type Surroundings } from '@plinth/service';
import { Callers } from './auth/callers.js';
import { type Countries, openCountries } from './auth/countries.js';
import { openPasswords, type Passwords } from './auth/passwords.js';
import { Collections } from './databases/collections.js';
import { Projects } from './projects/projects.js';
import { openSecrets, type Secrets } from './secrets.js';

export interface Connections extends Surroundings {
  readonly profile: Profile;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly bus: Bus;
  readonly cache: Cache;
  readonly projects: Projects;
  readonly collections: Collections;
  readonly callers: Callers;
  readonly passwords: Passwords;
  readonly countries: Countries;
  /** Hands committed messages to the bus; what it cannot take now stays for the relay. */
  publish(messages: readonly Message[]): void;
  /** The listener of the configured port; services of one process share it. */
  listener(): Promise<Listener>;
}

/** Longer than any total is kept. */
const WRITE_COUNTER_MILLISECONDS = 600_000;

export async function connect(surroundings: Surroundings): Promise<{ connections: Connections; close: Stop }> {
  const { config, present, log } = surroundings;
  const profile = profileOf(config, present);
  const closing: Stop[] = [];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    if (profile === 'embedded') closing.push(lockFolder(config.server.data));
    const secrets = openSecrets(profile === 'embedded' ? masterKey(config, present) : config.general.opensslKey);
    const engine = await openEngine(profile, config, log);
    closing.push(() => engine.close());
    const cache = await openCache(profile, config, log);
    closing.push(() => cache.close());
    const store = await Store.open(engine, {
      cipher: secrets,
      limitMax: config.server.listHardCap,
      counters: {
        read: (name) => cache.get(`writes:${name}`),
        // A value that was never there before, so that a cache that forgot one cannot give it out again.
        raise: (name) => cache.set(`writes:${name}`, newId(), WRITE_COUNTER_MILLISECONDS),
      },
    });
    const bus = await openBus(profile, config, store, log);
    closing.push(() => bus.close());
    const projects = new Projects(store, config);
    const collections = new Collections(store);
    await projects.follow(bus);
    await collections.follow(bus);
    let listening: Promise<Listener> | undefined;
    closing.push(async () => void (await (await listening)?.close()));
    const { argon2 } = config;
    const connections: Connections = {
      ...surroundings,
      profile,
      secrets,
      store,
      bus,
      cache,
      projects,
      collections,
      callers: new Callers(store, cache, log),
      passwords: openPasswords({ memoryKib: argon2.memoryKib, passes: argon2.time, parallelism: argon2.parallelism }),
      countries: openCountries(),
      publish(committed) {
        if (committed.length === 0) return;
        bus.publish(committed).catch((error) => log.warn({ error }, 'messages wait in the outbox'));
      },
      listener() {
        listening ??= listen({ port: config.server.port, host: config.server.host });
        return listening;
      },
    };
    surroundings.health.check('database', () => engine.ping());
    surroundings.health.check('cache', () => cache.ping());
    surroundings.health.check('bus', () => bus.ping());
    return { connections, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openEngine(profile: Profile, config: Configuration, log: Log): Promise<Engine> {
  const { database, server } = config;
  if (profile === 'embedded') {
    return openSqlite({ file: join(server.data, 'plinth.sqlite'), synchronous: database.sqliteSynchronous });
  }
  return openMariadb({
    host: database.host,
    port: database.port,
    user: database.user,
    password: database.password,
    database: database.schema,
    poolSize: database.pool,
    statementTimeoutSeconds: database.statementTimeoutSeconds,
    onWait: (error) => log.warn({ error, host: database.host }, 'the database cannot be reached yet'),
  });
}

async function openCache(profile: Profile, { redis, database }: Configuration, log: Log): Promise<Cache> {
  if (profile === 'embedded') return openMemoryCache();
  return openRedisCache({
    host: redis.host,
    port: redis.port,
    username: redis.user,
    password: redis.password,
    // Numbers of projects are those of one schema, so stacks that share a server must not share keys.
    prefix: `plinth:${database.schema}:`,
    onWait: (error) => log.warn({ error, host: redis.host }, 'the cache cannot be reached'),
  });
}

async function openBus(profile: Profile, { nats }: Configuration, store: Store, log: Log): Promise<Bus> {
  const busLog: BusLog = log;
  if (profile === 'embedded') return openMemoryBus({ store: store.messages, log: busLog });
  const declared = Object.values(messages) as (Queue<unknown> | Topic<unknown>)[];
  return openNatsBus({
    servers: nats.url,
    user: nats.user,
    password: nats.password,
    prefix: nats.prefix,
    maxBytes: nats.maxBytes,
    store: store.messages,
    log: busLog,
    queues: declared.filter((message): message is Queue<unknown> => message.kind === 'queue'),
    topics: declared.filter((message): message is Topic<unknown> => message.kind === 'topic'),
    onWait: (error) => log.warn({ error }, 'the bus cannot be reached yet'),
  });
}

/** The configured master secret, or the one that the first start makes and keeps. */
function masterKey({ general, server }: Configuration, present: ReadonlySet<string>): string {
  if (present.has('_APP_OPENSSL_KEY_V1')) return general.opensslKey;
  const file = join(server.data, 'key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32).toString('hex');
    writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
}

/** Keeps a second process away from the folder; gives what lets go of it. */
function lockFolder(folder: string): Stop {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  for (;;) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeFileSync(handle, String(process.pid));
      closeSync(handle);
      return async () => unlinkSync(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && isRunning(pid))
        throw new ConfigurationError([
          `The folder ${folder} is in use by the process ${pid}; give this one another _APP_DATA.`,
        ]);
      unlinkSync(file); // left by a process that was killed
    }
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
