import type { Cache, CounterRequest, CounterResult, Lock } from '../cache.js';
import { GENERATION_MILLISECONDS } from '../limits.js';
import { ExpiringMap } from './expiring-map.js';

const ENTRIES_MAX = 100_000;

export interface MemoryCacheOptions {
  /** Values, counters and snapshots held at once; past it, the ones not used for longest go. */
  readonly limit?: number;
}

/** A cache of this process alone. Everything but locks answers at once, without a promise. */
export function openMemoryCache({ limit = ENTRIES_MAX }: MemoryCacheOptions = {}): Cache {
  const values = new ExpiringMap<string | number>(limit);
  const generations = openGenerations(limit);
  const locks = openLocks();

  const take = ({ key, limit: countMax, resetAt }: CounterRequest): CounterResult => {
    const entry = values.get(key);
    const count = Number(entry?.value ?? 0);
    if (count >= countMax) return { taken: false, count };
    if (entry === undefined) values.set(key, 1, resetAt);
    else entry.value = count + 1;
    return { taken: true, count };
  };

  /** Counters in order, up to the first refusal; what follows is only looked at. */
  const takeAll = (counters: readonly CounterRequest[]): CounterResult[] => {
    let isRefused = false;
    return counters.map((counter) => {
      if (isRefused) return { taken: false, count: Number(values.get(counter.key)?.value ?? 0) };
      const result = take(counter);
      isRefused = !result.taken;
      return result;
    });
  };

  return {
    get: (key) => textOf(values.get(key)?.value),
    set: (key, value, milliseconds) => values.set(key, value, Date.now() + milliseconds),
    add(key, value, milliseconds) {
      if (values.get(key) !== undefined) return false;
      values.set(key, value, Date.now() + milliseconds);
      return true;
    },
    delete(...keys) {
      for (const key of keys) values.delete(key);
    },
    increment(key, milliseconds) {
      const count = Number(values.get(key)?.value ?? 0) + 1;
      values.set(key, count, Date.now() + milliseconds);
      return count;
    },
    take,
    snapshot: (key, counters = []) => ({
      value: textOf(values.get(key)?.value),
      generation: generations.read(key),
      counters: takeAll(counters),
    }),
    keepSnapshot(key, generation, value, milliseconds) {
      if (generations.read(key) !== generation) return false;
      values.set(key, value, Date.now() + milliseconds);
      return true;
    },
    raise(...keys) {
      for (const key of keys) {
        generations.raise(key);
        values.delete(key);
      }
    },
    lock: async (key, milliseconds) => locks.take(key, milliseconds),
    async deletePrefix(prefix) {
      values.deletePrefix(prefix);
    },
    async ping() {},
    async close() {
      values.clear();
      generations.close();
      locks.close();
    },
  };
}

const textOf = (value: string | number | undefined): string | null => (value === undefined ? null : String(value));

/**
 * Generations are numbers that only rise. Where none is kept the floor stands for it, and the floor rises with every
 * generation that is forgotten: so a key never comes back to an earlier one.
 */
function openGenerations(limit: number) {
  let latest = 0;
  let floor = 0;
  const generations = new ExpiringMap<number>(limit, () => {
    latest += 1;
    floor = latest;
  });
  return {
    read: (key: string): string => String(generations.get(key)?.value ?? floor),
    raise(key: string): void {
      latest += 1;
      generations.set(key, latest, Date.now() + GENERATION_MILLISECONDS);
    },
    close: () => generations.clear(),
  };
}

/** Locks stay out of the bounded map: they must not make room for values, and their holders are few. */
function openLocks() {
  const locks = new ExpiringMap<symbol>(Number.POSITIVE_INFINITY);
  return {
    take(key: string, milliseconds: number): Lock | null {
      if (locks.get(key) !== undefined) return null;
      const token = Symbol(key);
      const isHeld = () => locks.get(key)?.value === token;
      locks.set(key, token, Date.now() + milliseconds);
      return {
        async extend(more) {
          if (!isHeld()) return false;
          locks.set(key, token, Date.now() + more);
          return true;
        },
        async release() {
          if (isHeld()) locks.delete(key);
        },
      };
    },
    close: () => locks.clear(),
  };
}
