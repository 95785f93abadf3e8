/** The document store: system collections, users' collections, messages, in one database. */
import { collections } from '@plinth/definitions';
import type { SystemName } from './document.js';
import type { Engine } from './engine.js';
import { Kept, type WriteCounters } from './kept.js';
import { MessageStore } from './message-store.js';
import { Reader, type Sources } from './reader.js';
import { type Cipher, Collection, type CollectionSchema, systemSchema } from './schema.js';
import { addAttribute, columnsOf } from './tables.js';
import { Transaction } from './transaction.js';
import type { StoredMessage } from './unit-of-work.js';

export interface StoreOptions {
  readonly cipher: Cipher;
  /** Most rows that one list gives, whatever its limit says. */
  readonly limitMax?: number;
  /** Counters of writes, under which answers are kept; without them everything is read anew. */
  readonly counters?: WriteCounters;
}

export interface Written<T> {
  readonly value: T;
  readonly messages: readonly StoredMessage[];
  /** Tables of documents that were written to. */
  readonly touched: ReadonlySet<string>;
}

const LIMIT_MAX = 10_000;

export class Store {
  readonly messages: MessageStore;
  readonly #system = new Map<string, Collection>();
  readonly #sources: Sources;

  private constructor(
    readonly engine: Engine,
    private readonly cipher: Cipher,
    limitMax: number,
    counters: WriteCounters | undefined,
  ) {
    this.messages = new MessageStore(engine);
    for (const name of Object.keys(collections) as SystemName[])
      this.#system.set(name, new Collection(systemSchema(name), engine.dialect, cipher));
    this.#sources = {
      collection: (name) => this.collection(name),
      read: (sql, values, heavy) => engine.all(sql, values, heavy),
      snapshot: (read) => engine.snapshot(read),
      limitMax,
      kept: counters ? new Kept(counters) : undefined,
    };
  }

  /** Opens the store; makes the system tables that are missing, under a lock against other processes. */
  static async open(engine: Engine, { cipher, limitMax = LIMIT_MAX, counters }: StoreOptions): Promise<Store> {
    const store = new Store(engine, cipher, limitMax, counters);
    if (!(await store.#isReady())) await engine.exclusively('plinth.tables', () => store.#makeTables());
    return store;
  }

  async #isReady(): Promise<boolean> {
    try {
      const rows = await this.engine.all("SELECT version FROM schema_version WHERE name = 'system'");
      return Number(rows[0]?.[0] ?? 0) >= SYSTEM_VERSION;
    } catch {
      return false; // the table itself is missing: a new database
    }
  }

  async #makeTables(): Promise<void> {
    if (await this.#isReady()) return;
    const { dialect } = this.engine;
    const statements: string[] = [...BASE_TABLES[dialect.name]];
    for (const collection of this.#system.values()) {
      const table = collection.schema.table;
      statements.push(...dialect.createCollection(collection.declaration()));
      // A table of an earlier version keeps its rows and gets what it lacks.
      const present = await columnsOf(this.engine, collection);
      if (present.size > 0) {
        for (const attribute of collection.schema.attributes)
          statements.push(...addAttribute(collection, attribute, present));
      }
      for (const index of collection.schema.indexes) {
        if (index.type === 'fulltext') continue;
        const parts = index.attributes.map((key) => {
          const attribute = collection.byKey.get(key);
          if (!attribute) throw new Error(`${table} has an index over ${key}, which it lacks.`);
          const shadow = dialect.folds && attribute.shadow;
          return {
            column: shadow ? `${attribute.column}_f` : attribute.column,
            length: attribute.type === 'string' && attribute.size > 255 && index.type === 'key' ? 255 : 0,
            descending: false,
          };
        });
        const lead = { column: '_project', length: 0, descending: false };
        statements.push(
          dialect.createIndex({
            table,
            name: `i${index.id}`,
            unique: index.type === 'unique',
            parts: [lead, ...parts],
          }),
        );
      }
    }
    const upsert = dialect.name === 'mariadb' ? 'REPLACE INTO' : 'INSERT OR REPLACE INTO';
    await this.engine.alter([
      ...statements,
      `${upsert} schema_version (name, version) VALUES ('system', ${SYSTEM_VERSION})`,
    ]);
  }

  collection(name: SystemName): Collection {
    const collection = this.#system.get(name);
    if (!collection) throw new Error(`There is no system collection ${name}.`);
    return collection;
  }

  /** Prepares the schema of a user's collection. */
  compile(schema: CollectionSchema): Collection {
    return new Collection(schema, this.engine.dialect, this.cipher);
  }

  /** Reads of one project; 0 is the console. */
  in(project: number): Reader {
    return new Reader(project, this.#sources);
  }

  /**
   * Runs `work` in one transaction. It may be run again after a deadlock and may await nothing but the transaction.
   * `beforeCommit` sees the finished transaction while it can still be undone.
   */
  async write<T>(
    work: (transaction: Transaction) => Promise<T> | T,
    beforeCommit?: (transaction: Transaction) => Promise<void>,
  ): Promise<Written<T>> {
    const written = await this.engine.transaction(async (connection) => {
      const transaction = new Transaction(connection, this.#sources);
      let value: T;
      try {
        value = await work(transaction);
        transaction.flush();
        await beforeCommit?.(transaction);
      } finally {
        // Statements already sent are waited for even when the work failed: none may run into the next transaction.
        await Promise.allSettled([transaction.settle()]);
      }
      await transaction.settle();
      return { value, messages: transaction.messages, touched: transaction.touched };
    });
    const { kept } = this.#sources;
    if (kept) {
      for (const table of written.touched) await kept.raise(table);
    }
    return written;
  }

  async close(): Promise<void> {
    await this.engine.close();
  }
}

/**
 * Raised when a system collection gets a table, an attribute or, as its last one, an index: older stores are brought up
 * to it when they are opened.
 */
const SYSTEM_VERSION = 3;

const BASE_TABLES = {
  mariadb: [
    `CREATE TABLE IF NOT EXISTS schema_version (name VARCHAR(64) NOT NULL PRIMARY KEY, version INT NOT NULL)
      ENGINE=InnoDB`,
    `CREATE TABLE IF NOT EXISTS locks (
      name VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY) ENGINE=InnoDB`,
    `CREATE TABLE IF NOT EXISTS messages (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      name VARCHAR(64) CHARACTER SET ascii NOT NULL, part VARCHAR(64) CHARACTER SET ascii NOT NULL,
      body LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, due BIGINT NOT NULL, attempts INT NOT NULL,
      state TINYINT NOT NULL, error TEXT CHARACTER SET utf8mb4,
      KEY d (state, due, id), KEY n (name, state, due)) ENGINE=InnoDB`,
  ],
  sqlite: [
    'CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID',
    // Rows are as long as a document: they lie in the order of their coming, and few indexes name them.
    `CREATE TABLE IF NOT EXISTS messages (id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, part TEXT NOT NULL,
      body TEXT NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL, state INTEGER NOT NULL, error TEXT) STRICT`,
    'CREATE INDEX IF NOT EXISTS messages_d ON messages (state, due, id)',
  ],
} as const;
