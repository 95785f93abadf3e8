import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cacheContract } from '../contract.js';
import { ExpiringMap } from './expiring-map.js';
import { openMemoryCache } from './memory.js';

cacheContract('the memory adapter', async () => openMemoryCache());

describe('the memory adapter', () => {
  it('answers without a promise', () => {
    const cache = openMemoryCache();
    expect(cache.set('a', '1', 1_000)).toBeUndefined();
    expect(cache.get('a')).toBe('1');
    expect(cache.increment('b', 1_000)).toBe(1);
    expect(cache.snapshot('c')).toEqual({ value: null, generation: '0', counters: [] });
  });

  it('holds no more than its limit; the least recently used go first', () => {
    const cache = openMemoryCache({ limit: 3 });
    for (const key of ['a', 'b', 'c']) cache.set(key, key, 60_000);
    cache.get('a');
    cache.set('d', 'd', 60_000);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual(['a', null, 'c', 'd']);
  });

  it('keeps locks when values have to make room', async () => {
    const cache = openMemoryCache({ limit: 1 });
    await cache.lock('a', 60_000);
    for (const key of ['b', 'c']) cache.set(key, key, 60_000);
    expect(await cache.lock('a', 60_000)).toBeNull();
  });

  it('refuses an old generation even when the newer one had to make room', async () => {
    const cache = openMemoryCache({ limit: 1 });
    const { generation } = await cache.snapshot('a');
    cache.raise('a');
    cache.raise('b');
    expect(cache.keepSnapshot('a', generation, 'stale', 60_000)).toBe(false);
    expect(cache.get('a')).toBeNull();
  });
});

describe('an expiring map', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives the memory back with one timer, and has none when there is nothing to expire', () => {
    const map = new ExpiringMap<string>(10);
    expect(map.isArmed).toBe(false);
    map.set('a', 'a', Date.now() + 1_000);
    map.set('b', 'b', Date.now() + 60_000);
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(1_000);
    expect([map.size, map.isArmed]).toEqual([1, true]);
    jest.advanceTimersByTime(60_000);
    expect([map.size, map.isArmed]).toEqual([0, false]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('comes earlier when something expires earlier, yet not more often than every five seconds', () => {
    const map = new ExpiringMap<string>(10);
    map.set('late', 'late', Date.now() + 60_000);
    map.set('soon', 'soon', Date.now() + 1_000);
    jest.advanceTimersByTime(1_000);
    expect(map.size).toBe(1);
    map.set('again', 'again', Date.now() + 1_000);
    jest.advanceTimersByTime(4_999);
    expect(map.size).toBe(2);
    expect(map.get('again')).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(map.size).toBe(1);
  });

  it('tells of what expired or had to go, not of what was deleted or replaced', () => {
    const dropped: string[] = [];
    const map = new ExpiringMap<string>(2, (value) => dropped.push(value));
    map.set('a', 'deleted', Date.now() + 1_000);
    map.delete('a');
    map.set('b', 'replaced', Date.now() + 1_000);
    map.set('b', 'evicted', Date.now() + 1_000);
    map.set('c', 'swept', Date.now() + 1_000);
    map.set('d', 'also swept', Date.now() + 1_000);
    jest.advanceTimersByTime(1_000);
    expect(dropped).toEqual(['evicted', 'swept', 'also swept']);
  });

  it('waits for what expires later than a timer can', () => {
    const map = new ExpiringMap<string>(2);
    map.set('a', 'a', Date.now() + 2 ** 33);
    jest.advanceTimersByTime(2 ** 31);
    expect([map.size, map.isArmed]).toEqual([1, true]);
  });
});
