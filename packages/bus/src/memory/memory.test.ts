import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Bus } from '../bus.js';
import { busContract, eventually, gate, jobs, silent } from '../contract.js';
import { TestStore } from '../test-store.js';
import { HELD_MAX, openMemoryBus } from './memory.js';

busContract('Memory', async () => {
  const store = new TestStore();
  const opened: Bus[] = [];
  return {
    store,
    open: async () => {
      const bus = await openMemoryBus({ store, log: silent });
      opened.push(bus);
      return bus;
    },
    end: async () => void (await Promise.all(opened.map((bus) => bus.close()))),
  };
});

describe('the memory adapter', () => {
  let store: TestStore;
  let bus: Bus;
  beforeEach(async () => {
    store = new TestStore();
    bus = await openMemoryBus({ store, log: silent });
  });
  afterEach(() => bus.close());

  const commit = (count: number, key: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => store.commit(jobs.name, at, { key: key(at) }));

  it('works on the messages of one key one after the other, in order, and on other keys meanwhile', async () => {
    const order: number[] = [];
    const busy = new Set<number>();
    let most = 0;
    await bus.work(jobs, async (body) => {
      expect(busy.has(body % 3)).toBe(false);
      busy.add(body % 3);
      most = Math.max(most, busy.size);
      order.push(body);
      await new Promise((resolve) => setTimeout(resolve, 3));
      busy.delete(body % 3);
    });
    await bus.publish(commit(30, (at) => `key${at % 3}`));
    await eventually(() => expect(order).toHaveLength(30));
    for (const key of [0, 1, 2]) {
      const own = order.filter((body) => body % 3 === key);
      expect(own).toEqual([...own].sort((a, b) => a - b));
    }
    expect(most).toBe(3);
  });

  it('holds a bounded number of messages, and takes the others from the table in their order', async () => {
    const held = gate();
    const seen: number[] = [];
    await bus.work({ ...jobs, concurrency: 1 }, async (body) => {
      if (seen.length === 0) await held.opened;
      seen.push(body);
    });
    const count = HELD_MAX * 3;
    const messages = commit(count, () => '');
    for (let at = 0; at < count; at += 100) await bus.publish(messages.slice(at, at + 100));
    // What only the table knows is lost with its row; what is held is not.
    const last = messages.at(-1)?.id ?? '';
    await store.remove([last]);
    held.open();
    await eventually(() => expect(seen).toHaveLength(count - 1));
    await eventually(() => expect(store.live).toEqual([]));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    // Afterwards messages are taken as they come.
    await bus.publish(commit(1, () => ''));
    await eventually(() => expect(seen).toHaveLength(count));
  });

  it('does not let a held key hold another', async () => {
    const held = gate();
    const seen: number[] = [];
    await bus.work(jobs, async (body) => {
      seen.push(body);
      if (body === 0) await held.opened;
    });
    await bus.publish(commit(10, (at) => (at < 8 ? 'held' : 'free')));
    await eventually(() => expect(seen).toEqual([0, 8, 9]));
    held.open();
    await eventually(() => expect(seen).toHaveLength(10));
  });

  it('finds again after a restart what was in hand, and what waited', async () => {
    const worked = gate();
    const first: number[] = [];
    await bus.work(jobs, async (body) => {
      first.push(body);
      await worked.opened;
    });
    await bus.publish(commit(6, () => ''));
    await eventually(() => expect(first).toHaveLength(4));
    const again: number[] = [];
    const next = await openMemoryBus({ store, log: silent }); // as if the first process were dead
    await next.work(jobs, async (body) => void again.push(body));
    await eventually(() => expect(again.sort()).toEqual([0, 1, 2, 3, 4, 5]));
    await next.close();
    worked.open();
  });

  it('refuses a second worker of one queue, and takes one after the first has stopped', async () => {
    const worker = await bus.work(jobs, async () => undefined);
    await expect(bus.work(jobs, async () => undefined)).rejects.toThrow('jobs');
    await worker.stop();
    await bus.work(jobs, async () => undefined);
  });

  it('says that it is closed', async () => {
    await bus.close();
    await expect(bus.ping()).rejects.toThrow('closed');
  });
});
