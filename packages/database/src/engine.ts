/** What the document store asks of a database server. Adapters: `adapters/mariadb/` and `adapters/sqlite/`. */
import type { Dialect } from './dialect.js';
import type { SqlRow, SqlValue } from './sql.js';

export type MaybePromise<T> = T | Promise<T>;

export interface RunResult {
  readonly changes: number;
  /** The number given to the inserted row; 0 when nothing was inserted. */
  readonly insertId: number;
}

/** One statement a call, values bound. On MariaDB calls that are not awaited are pipelined in order. */
export interface Connection {
  all(sql: string, values?: readonly SqlValue[]): MaybePromise<SqlRow[]>;
  run(sql: string, values?: readonly SqlValue[]): MaybePromise<RunResult>;
}

export interface Engine {
  readonly dialect: Dialect;
  /**
   * Reads outside a transaction. `heavy` says that the statement may take longer than 20 ms: SQLite then runs it in a
   * worker thread.
   */
  all(sql: string, values?: readonly SqlValue[], heavy?: boolean): MaybePromise<SqlRow[]>;
  /** Several reads of one state. */
  snapshot<T>(read: (connection: Connection) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in a write transaction and commits when it resolves. A deadlock replays it, so it must be repeatable
   * and, on SQLite, may await nothing but the connection. Several writes may share one commit there.
   */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Runs statements that change tables, in order, outside a transaction of documents; each may take long. */
  alter(statements: readonly string[]): Promise<void>;
  /** Holds a lock of this name against every other process while `work` runs. */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  /** Called with every statement as it is sent, for tests of what a request costs. */
  watch(listener: ((sql: string) => void) | null): void;
  close(): Promise<void>;
}
