/** The interface of the cache. Adapters: `memory/` and `redis/`; `contract.ts` is run over both. */

export type MaybePromise<T> = T | Promise<T>;

export interface CounterRequest {
  readonly key: string;
  /** Taken only while the count is below it. */
  readonly limit: number;
  /** The window's end, unix milliseconds; the counter vanishes then. */
  readonly resetAt: number;
}

export interface CounterResult {
  /** Whether this call was counted (and so may go on). */
  readonly taken: boolean;
  /** The count before this call. */
  readonly count: number;
}

export interface Snapshot {
  /** The kept value; null when there is none. */
  readonly value: string | null;
  /** Generation to hand back to `keepSnapshot`. */
  readonly generation: string;
  /** One result a requested counter, in order. A refused counter ends the taking: later ones are not counted. */
  readonly counters: readonly CounterResult[];
}

export interface Lock {
  /** False when it was lost (expired and taken by another). */
  extend(milliseconds: number): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Values with expiry, counters and locks. Every method rejects with `CacheUnavailableError` when the server cannot be
 * reached within `timeoutMilliseconds`; callers decide whether they can do without.
 */
export interface Cache {
  get(key: string): MaybePromise<string | null>;
  set(key: string, value: string, milliseconds: number): MaybePromise<void>;
  /** Sets only when absent; true when it was set. */
  add(key: string, value: string, milliseconds: number): MaybePromise<boolean>;
  delete(...keys: string[]): MaybePromise<void>;
  /** Adds one and gives the new count; the counter vanishes `milliseconds` after its last increment. */
  increment(key: string, milliseconds: number): MaybePromise<number>;
  /** Fixed-window counter: counts iff the count is below `limit`, atomically over all processes. */
  take(counter: CounterRequest): MaybePromise<CounterResult>;
  /**
   * Reads a snapshot with its generation and takes counters, in one round trip.
   * `raise` of the same key makes every snapshot read before it unkeepable.
   */
  snapshot(key: string, counters?: readonly CounterRequest[]): MaybePromise<Snapshot>;
  /** Keeps a value unless `raise` was called since `generation` was read; true when it was kept. */
  keepSnapshot(key: string, generation: string, value: string, milliseconds: number): MaybePromise<boolean>;
  /** Drops the snapshot of each key and starts a new generation. */
  raise(...keys: string[]): MaybePromise<void>;
  /** Tries once; null when somebody else holds it. Expires by itself after `milliseconds`. */
  lock(key: string, milliseconds: number): Promise<Lock | null>;
  /** Deletes every key that begins with the prefix (bounded scans, never blocks the server). */
  deletePrefix(prefix: string): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export class CacheUnavailableError extends Error {
  constructor(cause: unknown) {
    super('The cache cannot be reached.', { cause });
    this.name = 'CacheUnavailableError';
  }
}
