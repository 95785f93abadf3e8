import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cache } from './cache.js';

const MINUTE = 60_000;
const inAMinute = (): number => Date.now() + MINUTE;

/** What every adapter does. `open` gives a cache that nobody else uses. */
export function cacheContract(name: string, open: () => Promise<Cache>): void {
  describe(`${name} keeps the contract`, () => {
    let cache: Cache;
    beforeAll(async () => {
      cache = await open();
    });
    afterAll(async () => {
      await cache.close();
    });

    describe('values', () => {
      it('come back as they were, and null stands for none', async () => {
        const key = randomUUID();
        expect(await cache.get(key)).toBeNull();
        await cache.set(key, 'grüße\r\n\0 ✓', MINUTE);
        expect(await cache.get(key)).toBe('grüße\r\n\0 ✓');
        await cache.set(key, '', MINUTE);
        expect(await cache.get(key)).toBe('');
      });

      it('expire, and are gone at once when their time is over already', async () => {
        const key = randomUUID();
        await cache.set(key, 'a', 1000);
        expect(await cache.get(key)).toBe('a');
        await sleep(1100);
        expect(await cache.get(key)).toBeNull();
        await cache.set(key, 'b', MINUTE);
        await cache.set(key, 'c', 0);
        expect(await cache.get(key)).toBeNull();
        await cache.set(key, 'd', 0.5);
      });

      it('are added only where there is none', async () => {
        const key = randomUUID();
        expect(await cache.add(key, 'a', 1000)).toBe(true);
        expect(await cache.add(key, 'b', MINUTE)).toBe(false);
        expect(await cache.get(key)).toBe('a');
        await sleep(1100);
        expect(await cache.add(key, 'c', MINUTE)).toBe(true);
        expect(await cache.get(key)).toBe('c');
      });

      it('are deleted together', async () => {
        const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
        for (const key of [first, second, third]) await cache.set(key, 'a', MINUTE);
        await cache.delete(first, second, 'never set');
        await cache.delete();
        expect([await cache.get(first), await cache.get(second), await cache.get(third)]).toEqual([null, null, 'a']);
      });

      it('are deleted by prefix, read as plain text', async () => {
        const begin = randomUUID();
        const many = Array.from({ length: 1_200 }, (_, index) => `${begin}*[a]?\\:${index}`);
        await Promise.all(many.map((key) => cache.set(key, 'a', MINUTE)));
        await cache.set(`${begin}*a:1`, 'stays', MINUTE);
        await cache.deletePrefix(`${begin}*[a]?\\:`);
        const left = await Promise.all(many.map((key) => cache.get(key)));
        expect(left.every((value) => value === null)).toBe(true);
        expect(await cache.get(`${begin}*a:1`)).toBe('stays');
      });
    });

    describe('increment', () => {
      it('counts up from one, and starts over some time after the last one', async () => {
        const key = randomUUID();
        expect(await cache.increment(key, 800)).toBe(1);
        await sleep(500);
        expect(await cache.increment(key, 800)).toBe(2);
        await sleep(500);
        expect(await cache.increment(key, 800)).toBe(3);
        expect(await cache.get(key)).toBe('3');
        await sleep(1000);
        expect(await cache.increment(key, 800)).toBe(1);
      });

      it('loses none of many at once', async () => {
        const key = randomUUID();
        const counts = await Promise.all(Array.from({ length: 50 }, async () => cache.increment(key, MINUTE)));
        expect(new Set(counts).size).toBe(50);
        expect(Math.max(...counts)).toBe(50);
      });
    });

    describe('take', () => {
      it('counts while below the limit and gives the count before', async () => {
        const counter = { key: randomUUID(), limit: 2, resetAt: inAMinute() };
        expect(await cache.take(counter)).toEqual({ taken: true, count: 0 });
        expect(await cache.take(counter)).toEqual({ taken: true, count: 1 });
        expect(await cache.take(counter)).toEqual({ taken: false, count: 2 });
        expect(await cache.take(counter)).toEqual({ taken: false, count: 2 });
        expect(await cache.take({ ...counter, limit: 3 })).toEqual({ taken: true, count: 2 });
        expect(await cache.take({ ...counter, key: randomUUID(), limit: 0 })).toEqual({ taken: false, count: 0 });
      });

      it('takes exactly ten of a hundred at once', async () => {
        const counter = { key: randomUUID(), limit: 10, resetAt: inAMinute() };
        const results = await Promise.all(Array.from({ length: 100 }, async () => cache.take(counter)));
        expect(results.filter(({ taken }) => taken)).toHaveLength(10);
        expect(await cache.get(counter.key)).toBe('10');
      });

      it('starts over when the window ends, which later takes do not move', async () => {
        const key = randomUUID();
        const resetAt = Date.now() + 800;
        await cache.take({ key, limit: 1, resetAt });
        await sleep(300);
        expect(await cache.take({ key, limit: 2, resetAt: resetAt + MINUTE })).toEqual({ taken: true, count: 1 });
        await sleep(600);
        expect(await cache.take({ key, limit: 1, resetAt: inAMinute() })).toEqual({ taken: true, count: 0 });
      });

      it('keeps nothing of a window that is over', async () => {
        const counter = { key: randomUUID(), limit: 1, resetAt: Date.now() - 1 };
        expect(await cache.take(counter)).toEqual({ taken: true, count: 0 });
        expect(await cache.get(counter.key)).toBeNull();
      });
    });

    describe('snapshots', () => {
      it('are kept under the generation they were read in', async () => {
        const key = randomUUID();
        const { value, generation, counters } = await cache.snapshot(key);
        expect([value, counters]).toEqual([null, []]);
        expect(await cache.keepSnapshot(key, generation, 'kept', MINUTE)).toBe(true);
        expect((await cache.snapshot(key)).value).toBe('kept');
        expect((await cache.snapshot(key)).generation).toBe(generation);
      });

      it('are dropped by raise, and what was read before cannot be kept', async () => {
        const [key, other] = [randomUUID(), randomUUID()];
        const before = await cache.snapshot(key);
        await cache.keepSnapshot(key, before.generation, 'old', MINUTE);
        await cache.raise(other, key);
        await cache.raise();
        expect(await cache.keepSnapshot(key, before.generation, 'stale', MINUTE)).toBe(false);
        const after = await cache.snapshot(key);
        expect(after.value).toBeNull();
        expect(await cache.keepSnapshot(key, after.generation, 'new', MINUTE)).toBe(true);
        expect((await cache.snapshot(key)).value).toBe('new');
      });

      it('never come back to an earlier generation', async () => {
        const key = randomUUID();
        const generations = new Set<string>();
        for (let round = 0; round < 20; round += 1) {
          generations.add((await cache.snapshot(key)).generation);
          await cache.raise(key);
        }
        expect(generations.size).toBe(20);
      });

      it('outlive neither deletion nor deletion by prefix of the value: the generation stays', async () => {
        const key = randomUUID();
        await cache.raise(key);
        const { generation } = await cache.snapshot(key);
        await cache.delete(key);
        await cache.deletePrefix(key);
        expect((await cache.snapshot(key)).generation).toBe(generation);
      });

      it('expire', async () => {
        const key = randomUUID();
        const { generation } = await cache.snapshot(key);
        await cache.keepSnapshot(key, generation, 'a', 40);
        await sleep(60);
        expect((await cache.snapshot(key)).value).toBeNull();
      });

      it('are never stale, whoever reads and writes at once', async () => {
        const key = randomUUID();
        let truth = 0;
        const write = async (): Promise<void> => {
          for (let round = 0; round < 50; round += 1) {
            await cache.raise(key);
            await sleep(Math.random() * 2);
            truth += 1;
            await cache.raise(key);
          }
        };
        const read = async (): Promise<void> => {
          for (let round = 0; round < 100; round += 1) {
            const { generation } = await cache.snapshot(key);
            const seen = String(truth);
            await sleep(Math.random());
            await cache.keepSnapshot(key, generation, seen, MINUTE);
          }
        };
        await Promise.all([write(), read(), read(), read(), read()]);
        const { value } = await cache.snapshot(key);
        expect([null, String(truth)]).toContain(value);
      });

      it('take counters, up to the first that refuses', async () => {
        const key = randomUUID();
        const resetAt = inAMinute();
        const [wide, narrow, last] = [
          { key: randomUUID(), limit: 5, resetAt },
          { key: randomUUID(), limit: 1, resetAt },
          { key: randomUUID(), limit: 5, resetAt },
        ];
        const taken = (count: number) => ({ taken: true, count });
        const refused = (count: number) => ({ taken: false, count });
        expect((await cache.snapshot(key, [wide, narrow, last])).counters).toEqual([taken(0), taken(0), taken(0)]);
        expect((await cache.snapshot(key, [wide, narrow, last])).counters).toEqual([taken(1), refused(1), refused(1)]);
        expect(await cache.take(last)).toEqual(taken(1));
      });
    });

    describe('locks', () => {
      it('are held by one', async () => {
        const key = randomUUID();
        const tries = await Promise.all(Array.from({ length: 20 }, () => cache.lock(key, MINUTE)));
        const held = tries.filter((lock) => lock !== null);
        expect(held).toHaveLength(1);
        await held[0]?.release();
        expect(await cache.lock(key, MINUTE)).not.toBeNull();
      });

      it('last as long as they are extended', async () => {
        const key = randomUUID();
        const lock = await cache.lock(key, 600);
        expect(await lock?.extend(MINUTE)).toBe(true);
        await sleep(700);
        expect(await cache.lock(key, MINUTE)).toBeNull();
      });

      it('are lost when they expire, and the loser cannot touch the next holder', async () => {
        const key = randomUUID();
        const lost = await cache.lock(key, 30);
        await sleep(50);
        expect(await lost?.extend(MINUTE)).toBe(false);
        const next = await cache.lock(key, MINUTE);
        expect(next).not.toBeNull();
        expect(await lost?.extend(MINUTE)).toBe(false);
        await lost?.release();
        expect(await cache.lock(key, MINUTE)).toBeNull();
        expect(await next?.extend(MINUTE)).toBe(true);
      });

      it('are not values: neither reading nor deleting reaches them', async () => {
        const key = randomUUID();
        await cache.lock(key, MINUTE);
        expect(await cache.get(key)).toBeNull();
        await cache.delete(key);
        await cache.deletePrefix('');
        expect(await cache.lock(key, MINUTE)).toBeNull();
      });
    });

    it('answers a ping', async () => {
      await expect(cache.ping()).resolves.toBeUndefined();
    });

    it('closes twice', async () => {
      const another = await open();
      await another.close();
      await another.close();
    });
  });
}
