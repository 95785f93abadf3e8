/**
 * What was read of users' collections, kept until the next write of its collection: totals, pages, documents.
 * A counter a table, raised before and after each commit and shared by all processes, tells whether a kept answer is
 * still the truth. Source: RULINGS.md §2.4.
 */
import type { MaybePromise } from './engine.js';
import type { SqlRow } from './sql.js';

/** A counter a name, shared by all processes. Methods may reject: then nothing is answered from what is kept. */
export interface WriteCounters {
  read(name: string): MaybePromise<string | null>;
  raise(name: string): MaybePromise<void>;
}

/** A kept answer is read again at least this often, should a raise ever be lost. */
const KEPT_MILLISECONDS = 5000;
/** Of one process; answers larger than a part of it are not kept. */
const KEPT_BYTES = 16 * 1024 ** 2;
const ANSWER_BYTES_MAX = KEPT_BYTES / 16;
/** What an entry costs beside its rows, about. */
const ENTRY_BYTES = 300;

interface Entry {
  readonly counter: string | null;
  readonly until: number;
  /** The answer, or the read that is on its way to it: many who ask at once share one. */
  answer: unknown;
  bytes: number;
}

export interface Weighed<T> {
  readonly answer: T;
  /** About what it takes in memory. */
  readonly bytes: number;
}

/** Answers from what is kept as of one moment, or by `read`. */
export type Recall = <T>(key: string, read: () => MaybePromise<Weighed<T>>) => MaybePromise<T>;

/** Keeps nothing. */
export const readAnew: Recall = (_key, read) => {
  const weighed = read();
  return weighed instanceof Promise ? weighed.then(({ answer }) => answer) : weighed.answer;
};

/** Where what was kept of some tables can be asked for. */
export type Recaller = Pick<Kept, 'at' | 'holds'>;

export class Kept {
  // Oldest first; entries live for seconds, so the oldest is as good to lose as any.
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(private readonly counters: WriteCounters) {}

  /** Reads the tables' counters; a write that comes after it makes what is read next unkeepable. */
  at(...tables: readonly string[]): MaybePromise<Recall> {
    try {
      const counter = this.#counter(tables);
      if (!(counter instanceof Promise)) return this.#recall(counter);
      return counter.then(
        (value) => this.#recall(value),
        () => readAnew, // without the counter nothing kept can be trusted
      );
    } catch {
      return readAnew; // as above
    }
  }

  #counter(tables: readonly string[]): MaybePromise<string | null> {
    const [first = '', ...others] = tables;
    if (others.length === 0) return this.counters.read(first);
    const counters = tables.map((table) => this.counters.read(table));
    if (!counters.some((counter) => counter instanceof Promise)) return counters.join(' ');
    return Promise.all(counters).then((values) => values.join(' '));
  }

  #recall(counter: string | null): Recall {
    return <T>(key: string, read: () => MaybePromise<Weighed<T>>): MaybePromise<T> => {
      const known = this.#entries.get(key);
      if (known && known.counter === counter && known.until > Date.now()) return known.answer as MaybePromise<T>;
      if (known) this.#drop(key, known);
      const entry: Entry = { counter, until: Date.now() + KEPT_MILLISECONDS, answer: undefined, bytes: ENTRY_BYTES };
      const keep = ({ answer, bytes }: Weighed<T>): T => {
        entry.answer = answer;
        if (this.#entries.get(key) === entry) this.#weigh(key, entry, ENTRY_BYTES + key.length + bytes);
        return answer;
      };
      const weighed = read();
      if (!(weighed instanceof Promise)) {
        this.#add(key, entry);
        return keep(weighed);
      }
      const kept = weighed.then(keep, (error) => {
        if (this.#entries.get(key) === entry) this.#drop(key, entry);
        throw error;
      });
      entry.answer = kept;
      this.#add(key, entry);
      return kept;
    };
  }

  /** Whether an answer that was given before would be given again, being the very same. */
  holds(key: string, answer: unknown, tables: readonly string[]): MaybePromise<boolean> {
    const isSame = (counter: string | null): boolean => {
      const entry = this.#entries.get(key);
      return entry !== undefined && entry.answer === answer && entry.counter === counter && entry.until > Date.now();
    };
    try {
      const counter = this.#counter(tables);
      return counter instanceof Promise ? counter.then(isSame, () => false) : isSame(counter);
    } catch {
      return false; // without the counter nothing kept can be trusted
    }
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
  }

  #weigh(key: string, entry: Entry, bytes: number): void {
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    if (bytes > ANSWER_BYTES_MAX) this.#drop(key, entry);
    if (this.#bytes <= KEPT_BYTES) return;
    for (const [oldest, { bytes: freed }] of this.#entries) {
      this.#entries.delete(oldest);
      this.#bytes -= freed;
      if (this.#bytes <= KEPT_BYTES) return;
    }
  }

  #drop(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  /** Makes everything kept of the table unusable, in all processes. */
  raise(table: string): MaybePromise<void> {
    try {
      const raised = this.counters.raise(table);
      // What is kept elsewhere expires within its few seconds.
      return raised instanceof Promise ? raised.catch(() => undefined) : undefined;
    } catch {
      return undefined; // as above
    }
  }
}

/** About what decoded rows take, and their JSON text beside them. */
export function rowsBytes(rows: readonly SqlRow[]): number {
  let bytes = 0;
  for (const row of rows) {
    bytes += 100;
    for (const cell of row) bytes += typeof cell === 'string' ? 16 + cell.length * 3 : 24;
  }
  return bytes;
}
