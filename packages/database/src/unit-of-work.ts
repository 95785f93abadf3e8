/** One transaction: its statements, which may be on their way, and the messages that follow from it. */
import type { Connection, RunResult } from './engine.js';
import { UndoneError } from './errors.js';
import { newId } from './ids.js';
import type { Sources } from './reader.js';
import type { Collection } from './schema.js';

/** A message to hand to the bus after commit; see `bus`. */
export interface NewMessage {
  /** Made where absent. A given one that is stored already is not stored again. */
  readonly id?: string;
  readonly name: string;
  /** Messages of one key are worked on one after the other. */
  readonly key?: string;
  readonly body: unknown;
  /** Not before this time, unix milliseconds. */
  readonly due?: number;
}

export interface StoredMessage {
  readonly id: string;
  readonly name: string;
  readonly key: string;
  readonly body: string;
  readonly due: number;
  readonly attempts: number;
}

/** Messages in one statement, and what their bodies may come to: servers take statements of 16 MB, in up to 4 bytes. */
const MESSAGES_AT_ONCE = 20;
const CHARACTERS_AT_ONCE = 1_000_000;
/** Work goes on this long before others have a turn. */
const BREATH_MILLISECONDS = 10;

/** What one transaction has sent, and what waits for its commit. */
export class UnitOfWork {
  /** Messages inserted so far, for publishing right after commit. */
  readonly messages: StoredMessage[] = [];
  /** Tables of documents that were written to. */
  readonly touched = new Set<string>();
  readonly #pending: Promise<unknown>[] = [];
  /** Messages that no statement inserts yet. */
  readonly #unsent: StoredMessage[] = [];
  #breathed = performance.now();

  constructor(
    readonly connection: Connection,
    protected readonly sources: Sources,
  ) {}

  /** Notes that documents of a collection change. System rows are kept by those who know when they change. */
  touch({ schema }: Collection): void {
    if (schema.strict) this.touchTable(schema.table);
  }

  /** What is kept of a table becomes unusable while statements are on their way. */
  touchTable(table: string): void {
    if (this.touched.has(table)) return;
    this.touched.add(table);
    const raised = this.sources.kept?.raise(table);
    if (raised) this.#pending.push(raised);
  }

  /** Sends a statement whose outcome is looked at before the commit; a failure then undoes the whole transaction. */
  later(result: RunResult | Promise<RunResult>): void {
    if (!(result instanceof Promise)) return;
    result.catch(() => undefined); // `settle` reports it
    this.#pending.push(result);
  }

  /** Inserts messages that the bus publishes after commit, and again until it has confirmed them. */
  enqueue(rows: readonly NewMessage[]): void {
    const now = Date.now();
    const { insertIgnore } = this.sources.collection('users').dialect;
    for (const { id, name, key = '', body, due = now } of rows) {
      const message: StoredMessage = { id: id ?? newId(), name, key, body: JSON.stringify(body), due, attempts: 0 };
      this.messages.push(message);
      if (id === undefined) this.#unsent.push(message);
      else this.#insertMessages(insertIgnore, [message]);
    }
  }

  /** Sends the messages that were enqueued, many in one statement. */
  flush(): void {
    let some: StoredMessage[] = [];
    let characters = 0;
    for (const message of this.#unsent.splice(0)) {
      const isFull = some.length === MESSAGES_AT_ONCE || characters + message.body.length > CHARACTERS_AT_ONCE;
      if (isFull && some.length > 0) {
        this.#insertMessages('INSERT INTO', some);
        some = [];
        characters = 0;
      }
      some.push(message);
      characters += message.body.length;
    }
    if (some.length > 0) this.#insertMessages('INSERT INTO', some);
  }

  #insertMessages(insert: string, messages: readonly StoredMessage[]): void {
    const values = messages.flatMap(({ id, name, key, body, due }) => [id, name, key, body, due]);
    const sql = `${insert} messages (id, name, part, body, due, attempts, state)
      VALUES ${messages.map(() => '(?, ?, ?, ?, ?, 0, 0)').join(', ')}`;
    this.later(this.connection.run(sql, values));
  }

  /** Orders transactions that take the same name, until their end. SQLite has one writer anyway. */
  async lock(name: string): Promise<void> {
    if (this.sources.collection('users').dialect.forUpdate === '') return;
    await this.connection.run('INSERT IGNORE INTO locks (name) VALUES (?)', [name.slice(0, 128)]);
    await this.connection.all('SELECT name FROM locks WHERE name = ? FOR UPDATE', [name.slice(0, 128)]);
  }

  /**
   * Runs a part of the transaction that may fail by itself: then nothing of it stays, and the rest goes on. Parts do
   * not run side by side.
   */
  async attempt<T>(work: () => Promise<T> | T): Promise<T> {
    const sent = this.#pending.length;
    const enqueued = this.messages.length;
    const unsent = this.#unsent.length;
    const { connection } = this;
    this.later(connection.run('SAVEPOINT part'));
    try {
      const value = await work();
      for (const pending of this.#pending.slice(sent)) await pending;
      this.#pending.length = sent;
      this.later(connection.run('RELEASE SAVEPOINT part'));
      return value;
    } catch (error) {
      await Promise.allSettled(this.#pending.slice(sent));
      this.#pending.length = sent;
      this.messages.length = enqueued;
      this.#unsent.length = unsent;
      try {
        await connection.run('ROLLBACK TO SAVEPOINT part');
      } catch {
        // A deadlock has undone the whole transaction, savepoints included: it is run again as a whole.
        throw new UndoneError('The transaction was undone.', error);
      }
      throw error;
    }
  }

  /** Lets others have a turn in the middle of long work, where the engine works in this very thread. */
  async breathe(): Promise<void> {
    if (!this.sources.collection('users').dialect.transactionalSchema) return;
    if (performance.now() - this.#breathed < BREATH_MILLISECONDS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#breathed = performance.now();
  }

  /** How many statements were sent whose outcome nobody has waited for. */
  get sent(): number {
    return this.#pending.length;
  }

  /** Waits for what was sent; tells the first failure in the order of sending, by its place among them. */
  async failure(): Promise<{ readonly at: number; readonly error: unknown } | null> {
    const outcomes = await Promise.allSettled(this.#pending);
    const at = outcomes.findIndex(({ status }) => status === 'rejected');
    return at < 0 ? null : { at, error: (outcomes[at] as PromiseRejectedResult).reason };
  }

  /** Waits for what was sent; rejects with the first failure in the order of sending. */
  async settle(): Promise<void> {
    this.flush();
    for (const pending of this.#pending) await pending;
  }
}
