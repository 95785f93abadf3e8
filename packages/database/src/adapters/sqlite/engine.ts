import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database, { type Database as Sqlite, type Statement } from 'better-sqlite3';
import type { Connection, Engine, RunResult } from '../../engine.js';
import { fold, foldWhole } from '../../fold.js';
import type { SqlRow, SqlValue } from '../../sql.js';
import { sqliteDialect } from './dialect.js';
import { translate } from './errors.js';

export interface SqliteOptions {
  readonly file: string;
  /** `normal` loses nothing when the process dies, `full` nothing when the machine does. */
  readonly synchronous: 'normal' | 'full';
}

/** Prepared statements kept a connection; SQL texts come from compiled shapes, so there are few. */
const STATEMENTS_MAX = 2000;
/** Writes that may share one commit, so that a reader never waits long for a fresh state. */
const GROUP_MAX = 200;
const WORKER_IDLE_MILLISECONDS = 30_000;

interface Write {
  readonly work: (connection: Connection) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export function openSqlite(options: SqliteOptions): Engine {
  mkdirSync(dirname(options.file), { recursive: true });
  return new SqliteEngine(options);
}

function open({ file, synchronous }: SqliteOptions, readonly: boolean): Sqlite {
  const database = new Database(file, { readonly });
  if (!readonly) database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${synchronous}`);
  // The asynchronous writer lock orders all writers; only a foreign process could make this wait.
  database.pragma('busy_timeout = 5000');
  database.pragma('cache_size = -16384');
  // Pages that change again and again are carried over once: fewer stops of a few milliseconds each.
  database.pragma('wal_autocheckpoint = 4000');
  database.defaultSafeIntegers(true);
  for (const [name, of] of [
    ['fold', fold],
    ['fold_whole', foldWhole],
  ] as const)
    database.function(name, { deterministic: true }, (value: unknown) =>
      typeof value === 'string' ? of(value) : value,
    );
  return database;
}

class SyncConnection implements Connection {
  readonly #statements = new Map<string, Statement>();

  constructor(
    readonly database: Sqlite,
    private readonly engine: SqliteEngine,
  ) {}

  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      if (statement.reader) statement.raw(true);
      if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** A statement of the transaction itself; prepared, as parsing it costs as much as running it. */
  command(sql: string): void {
    this.#prepare(sql).run();
  }

  all(sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    this.engine.sent?.(sql);
    try {
      return this.#prepare(sql).all(values) as SqlRow[];
    } catch (error) {
      throw translate(error);
    }
  }

  run(sql: string, values: readonly SqlValue[] = []): RunResult {
    this.engine.sent?.(sql);
    try {
      const result = this.#prepare(sql).run(values);
      return { changes: result.changes, insertId: Number(result.lastInsertRowid) };
    } catch (error) {
      throw translate(error);
    }
  }
}

class SqliteEngine implements Engine {
  readonly dialect = sqliteDialect;
  sent: ((sql: string) => void) | null = null;
  readonly #options: SqliteOptions;
  readonly #writer: SyncConnection;
  readonly #reader: SyncConnection;
  readonly #writes: Write[] = [];
  #draining = false;
  #lock: Promise<void> = Promise.resolve();
  #thread: Thread | null = null;
  readonly #named = new Map<string, Promise<unknown>>();

  constructor(options: SqliteOptions) {
    this.#options = options;
    this.#writer = new SyncConnection(open(options, false), this);
    this.#reader = new SyncConnection(open(options, true), this);
  }

  watch(listener: ((sql: string) => void) | null): void {
    this.sent = listener;
  }

  all(sql: string, values: readonly SqlValue[] = [], heavy = false): SqlRow[] | Promise<SqlRow[]> {
    if (!heavy) return this.#reader.all(sql, values);
    this.sent?.(sql);
    return this.#worker().send('read', [{ sql, values }]);
  }

  async snapshot<T>(read: (connection: Connection) => Promise<T>): Promise<T> {
    // The reader connection is shared: reads of one snapshot must not be mixed with others, so it has its own turn.
    return this.#inTurn('\0snapshot', async () => {
      this.#reader.database.exec('BEGIN');
      try {
        return await read(this.#reader);
      } finally {
        this.#reader.database.exec('COMMIT');
      }
    });
  }

  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#writes.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#draining) return;
      this.#draining = true;
      // What arrives in the same turn of the event loop shares one commit.
      setImmediate(() => void this.#drain());
    });
  }

  async #drain(): Promise<void> {
    while (this.#writes.length > 0) await this.#locked(() => this.#commitGroup(this.#writes.splice(0, GROUP_MAX)));
    this.#draining = false;
  }

  /** Every write of the group has a savepoint of its own: a refused one leaves the others untouched. */
  async #commitGroup(group: readonly Write[]): Promise<void> {
    const { database } = this.#writer;
    const settled: (() => void)[] = [];
    try {
      this.#writer.command('BEGIN IMMEDIATE');
      for (const { work, resolve, reject } of group) {
        this.#writer.command('SAVEPOINT write');
        try {
          const value = await work(this.#writer);
          this.#writer.command('RELEASE write');
          settled.push(() => resolve(value));
        } catch (error) {
          database.exec('ROLLBACK TO write; RELEASE write');
          settled.push(() => reject(error));
        }
      }
      this.#writer.command('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      for (const { reject } of group) reject(translate(error));
      return;
    }
    for (const settle of settled) settle();
  }

  /** The one writer lock of the process: writes and schema changes take it in turn. */
  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#lock;
    let release: () => void = () => undefined;
    this.#lock = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      return await work();
    } finally {
      release();
    }
  }

  async alter(statements: readonly string[]): Promise<void> {
    if (statements.length === 0) return;
    await this.#locked(async () => {
      for (const sql of statements) this.sent?.(sql);
      await this.#worker().send(
        'alter',
        statements.map((sql) => ({ sql, values: [] })),
      );
    });
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#inTurn(name, work);
  }

  async #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#named.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#named.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#named.get(name) === mine) this.#named.delete(name);
    }
  }

  #worker(): Thread {
    if (!this.#thread || this.#thread.ended) this.#thread = new Thread(this.#options);
    return this.#thread;
  }

  async ping(): Promise<void> {
    this.#reader.all('SELECT 1');
  }

  async close(): Promise<void> {
    while (this.#draining) await new Promise((resolve) => setImmediate(resolve));
    await this.#locked(async () => undefined);
    await this.#thread?.end();
    this.#reader.database.close();
    // Until it has looked again after the thread's last write, the checkpoint would wait 5 s for its own old view.
    this.#writer.database.exec('BEGIN IMMEDIATE; COMMIT');
    this.#writer.database.pragma('wal_checkpoint(TRUNCATE)');
    this.#writer.database.close();
  }
}

interface Request {
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Answer {
  readonly id: number;
  readonly rows?: SqlRow[];
  readonly error?: { code?: string; message: string };
}

/** The worker thread, started when first needed and ended when nothing was asked of it for a while. */
class Thread {
  ended = false;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Request>();
  #next = 1;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: SqliteOptions) {
    this.#worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: options });
    this.#worker.unref();
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('The database thread ended.')));
  }

  send(kind: 'read' | 'alter', statements: readonly { sql: string; values: readonly SqlValue[] }[]): Promise<SqlRow[]> {
    clearTimeout(this.#idle);
    const id = this.#next++;
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, kind, statements });
    });
  }

  #settle({ id, rows, error }: Answer): void {
    const request = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) request?.reject(translate(Object.assign(new Error(error.message), { code: error.code })));
    else request?.resolve(rows ?? []);
    if (this.#waiting.size > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.end(), WORKER_IDLE_MILLISECONDS).unref();
  }

  #fail(error: unknown): void {
    this.ended = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  async end(): Promise<void> {
    clearTimeout(this.#idle);
    this.ended = true;
    await this.#worker.terminate();
  }
}
