/** Totals that did have to be counted, kept until the next write of their collection. Source: RULINGS.md §2.4. */
import { stringifyJson } from '@plinth/definitions';
import type { MaybePromise } from './engine.js';
import type { SqlValue } from './sql.js';

/** A counter a name, shared by all processes. Methods may reject: then every total is counted. */
export interface WriteCounters {
  read(name: string): MaybePromise<string | null>;
  raise(name: string): MaybePromise<void>;
}

/** A kept total is counted again at least this often, should a raise ever be lost. */
const KEPT_MILLISECONDS = 5000;
const KEPT_MAX = 5000;

interface Kept {
  readonly counter: string | null;
  readonly total: number;
  readonly until: number;
}

export class Totals {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly counters: WriteCounters) {}

  /** The kept total, or a new count. The counter is read first: a write in between makes it unkeepable. */
  async of(table: string, sql: string, values: readonly SqlValue[], count: () => Promise<number>): Promise<number> {
    const counter = await this.#read(table);
    if (counter === undefined) return count();
    const key = `${sql}\n${stringifyJson(values)}`;
    const kept = this.#kept.get(key);
    if (kept && kept.counter === counter && kept.until > Date.now()) return kept.total;
    const total = await count();
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
    this.#kept.set(key, { counter, total, until: Date.now() + KEPT_MILLISECONDS });
    return total;
  }

  async #read(table: string): Promise<string | null | undefined> {
    try {
      return await this.counters.read(table);
    } catch {
      return undefined; // without the counter nothing kept can be trusted
    }
  }

  /** Makes every kept total of the table unusable, in all processes. */
  async raise(table: string): Promise<void> {
    try {
      await this.counters.raise(table);
    } catch {
      // Kept totals elsewhere expire within their few seconds.
    }
  }
}
