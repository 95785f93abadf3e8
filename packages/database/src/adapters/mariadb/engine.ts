import { setTimeout as sleep } from 'node:timers/promises';
import mariadb, { type Pool, type PoolConnection } from 'mariadb';
import type { Connection, Engine, RunResult } from '../../engine.js';
import type { SqlRow, SqlValue } from '../../sql.js';
import { mariadbDialect } from './dialect.js';
import { isRetryable, translate } from './errors.js';
import { GatheringSocket } from './socket.js';

export interface MariadbOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly poolSize: number;
  readonly statementTimeoutSeconds: number;
  /** Called while the server cannot be reached at start. */
  readonly onWait?: (error: unknown) => void;
}

/** Replays of a transaction that met a deadlock, or an altered table. */
const REPLAYS_MAX = 8;
const ACQUIRE_TIMEOUT_MILLISECONDS = 5000;
const ROWS_MAX = 2 ** 40;

/** Opens a pool. Waits until the server answers, with pauses of up to 5 s. */
export async function openMariadb(options: MariadbOptions): Promise<Engine> {
  const base = {
    host: options.host,
    port: options.port,
    user: options.user,
    password: options.password,
    database: options.database,
    rowsAsArray: true,
    dateStrings: true,
    insertIdAsNumber: true,
    bigIntAsNumber: false,
    prepareCacheLength: 512,
    connectTimeout: 5000,
    keepAliveDelay: 30_000,
    collation: 'UTF8MB4_GENERAL_CI',
    stream: () => new GatheringSocket().setNoDelay(true).connect(options.port, options.host),
  };
  // What a subquery finds once for all rows is found before the way to them is chosen: see `edge` in queries/plan.ts.
  const session = (seconds: number) =>
    `SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
      tx_isolation = 'READ-COMMITTED', max_statement_time = ${seconds}, innodb_lock_wait_timeout = 10,
      expensive_subquery_limit = ${ROWS_MAX}`;
  const pool = mariadb.createPool({
    ...base,
    connectionLimit: options.poolSize,
    minimumIdle: 1,
    acquireTimeout: ACQUIRE_TIMEOUT_MILLISECONDS,
    initSql: session(options.statementTimeoutSeconds),
  });
  // Schema changes and named locks wait long: they have connections of their own.
  const slow = mariadb.createPool({
    ...base,
    connectionLimit: 4,
    minimumIdle: 0,
    idleTimeout: 60,
    acquireTimeout: 120_000,
    initSql: session(0),
  });
  const engine = new MariadbEngine(pool, slow);
  for (let pause = 200; ; pause = Math.min(pause * 2, 5000)) {
    try {
      await engine.ping();
      return engine;
    } catch (error) {
      if (isRefusal(error)) {
        await engine.close();
        throw error;
      }
      options.onWait?.(error);
      await sleep(pause);
    }
  }
}

/** No such account, password or schema. The pool wraps the server's words once more, in words about itself. */
function isRefusal(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('errno' in each && [1044, 1045, 1049].includes(Number(each.errno))) return true;
  }
  return false;
}

const MEMORY_MAX = 2 ** 31;

class PipelinedConnection implements Connection {
  constructor(
    private readonly connection: PoolConnection,
    private readonly sent: ((sql: string) => void) | null,
  ) {}

  async all(sql: string, values: readonly SqlValue[] = []): Promise<SqlRow[]> {
    return (await this.#execute(sql, values)) as SqlRow[];
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<RunResult> {
    const result = (await this.#execute(sql, values)) as { affectedRows: number; insertId: number | bigint };
    return { changes: result.affectedRows, insertId: Number(result.insertId) };
  }

  async #execute(sql: string, values: readonly SqlValue[]): Promise<unknown> {
    this.sent?.(sql);
    try {
      return await this.connection.execute(sql, values as SqlValue[]);
    } catch (error) {
      throw translate(error);
    }
  }
}

/** Runs a transaction again, with growing pauses, when it met something that is over by then. */
async function replayed<T>(run: () => Promise<T>): Promise<T> {
  for (let replay = 0; ; replay++) {
    try {
      return await run();
    } catch (error) {
      const cause = (error as { cause?: unknown }).cause ?? error;
      if (!isRetryable(cause) || replay >= REPLAYS_MAX) throw error;
      await sleep(Math.random() * 10 * 2 ** replay);
    }
  }
}

class MariadbEngine implements Engine {
  readonly dialect = mariadbDialect;
  #sent: ((sql: string) => void) | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly slow: Pool,
  ) {}

  watch(listener: ((sql: string) => void) | null): void {
    this.#sent = listener;
  }

  async all(sql: string, values: readonly SqlValue[] = []): Promise<SqlRow[]> {
    this.#sent?.(sql);
    try {
      return (await this.pool.execute(sql, values as SqlValue[])) as SqlRow[];
    } catch (error) {
      throw translate(error);
    }
  }

  async snapshot<T>(read: (connection: Connection) => Promise<T>): Promise<T> {
    return replayed(() =>
      this.#within(async (connection) => {
        const begun = Promise.all([
          connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ'),
          connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'),
        ]);
        const [result] = await Promise.all([read(new PipelinedConnection(connection, this.#sent)), begun]);
        await connection.query('COMMIT');
        return result;
      }),
    );
  }

  async transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return replayed(() =>
      this.#within(async (connection) => {
        const begun = connection.query('BEGIN');
        begun.catch(() => undefined); // the same failure reaches the first statement of `work`
        const result = await work(new PipelinedConnection(connection, this.#sent));
        await begun;
        await connection.query('COMMIT');
        return result;
      }),
    );
  }

  async #within<T>(use: (connection: PoolConnection) => Promise<T>): Promise<T> {
    let connection: PoolConnection;
    try {
      connection = await this.pool.getConnection();
    } catch (error) {
      throw translate(error);
    }
    try {
      const result = await use(connection);
      void connection.release();
      return result;
    } catch (error) {
      // A connection whose rollback fails is thrown away, so that no open transaction gets back into the pool.
      await connection.query('ROLLBACK').then(
        () => connection.release(),
        () => connection.destroy(),
      );
      throw translate(error);
    }
  }

  async alter(statements: readonly string[]): Promise<void> {
    try {
      for (const sql of statements) {
        this.#sent?.(sql);
        await this.slow.query(sql);
      }
    } catch (error) {
      throw translate(error);
    }
  }

  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const connection = await this.slow.getConnection().catch((error) => Promise.reject(translate(error)));
    try {
      await connection.query('SELECT GET_LOCK(?, ?)', [name.slice(0, 64), MEMORY_MAX]);
      return await work();
    } finally {
      await connection.query('SELECT RELEASE_LOCK(?)', [name.slice(0, 64)]).then(
        () => connection.release(),
        () => connection.destroy(),
      );
    }
  }

  async ping(): Promise<void> {
    await this.all('SELECT 1');
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.slow.end()]);
  }
}
