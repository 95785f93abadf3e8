/** Sweeps at least this far apart, so that short-lived keys under load do not make the map walk itself all the time. */
const SWEEP_EVERY_MILLISECONDS = 5_000;
/** The longest delay a timer of Node takes. */
const TIMER_MILLISECONDS_MAX = 2 ** 31 - 1;

export interface Entry<Value> {
  value: Value;
  expiresAt: number;
}

/**
 * A map whose entries expire, and which holds `limit` of them: past that, the ones not used for longest go first.
 * Reads never see an expired entry. One timer, armed only while there is something to expire, gives the memory back.
 */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #limit: number;
  readonly #onDrop: (value: Value) => void;
  #timer: NodeJS.Timeout | undefined;
  #sweepAt = Number.POSITIVE_INFINITY;
  #sweptAt = 0;

  /** `onDrop` hears of entries that expired or had to make room, not of deleted or replaced ones. */
  constructor(limit: number, onDrop: (value: Value) => void = () => {}) {
    this.#limit = limit;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Whether a sweep is planned. */
  get isArmed(): boolean {
    return this.#timer !== undefined;
  }

  get(key: string): Entry<Value> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt <= Date.now()) {
      this.#entries.delete(key);
      this.#onDrop(entry.value);
      return undefined;
    }
    // Who is used matters only where somebody must soon make room.
    if (this.#entries.size * 2 > this.#limit) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, value: Value, expiresAt: number): void {
    this.#entries.delete(key);
    if (expiresAt <= Date.now()) return;
    if (this.#entries.size >= this.#limit) this.#dropOldest();
    this.#entries.set(key, { value, expiresAt });
    this.#arm(expiresAt);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  deletePrefix(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#disarm();
  }

  #dropOldest(): void {
    for (const [key, entry] of this.#entries) {
      this.#entries.delete(key);
      this.#onDrop(entry.value);
      return;
    }
  }

  #arm(expiresAt: number): void {
    if (expiresAt >= this.#sweepAt) return;
    const now = Date.now();
    const sweepAt = Math.max(expiresAt, this.#sweptAt + SWEEP_EVERY_MILLISECONDS);
    if (sweepAt >= this.#sweepAt) return;
    this.#disarm();
    this.#sweepAt = sweepAt;
    this.#timer = setTimeout(() => this.#sweep(), Math.min(sweepAt - now, TIMER_MILLISECONDS_MAX));
    this.#timer.unref();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sweepAt = Number.POSITIVE_INFINITY;
  }

  #sweep(): void {
    this.#disarm();
    const now = Date.now();
    this.#sweptAt = now;
    let next = Number.POSITIVE_INFINITY;
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= now) {
        this.#entries.delete(key);
        this.#onDrop(entry.value);
      } else if (entry.expiresAt < next) next = entry.expiresAt;
    }
    if (next < Number.POSITIVE_INFINITY) this.#arm(next);
  }
}
