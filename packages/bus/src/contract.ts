/** The suite that every adapter of the bus passes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Broadcast, Queue, QueueOptions, Topic } from '@plinth/definitions';
import { ANY, type Bus, type BusLog, type Delivery, type Message, PermanentError, RetryLater } from './bus.js';
import type { TestStore } from './test-store.js';

/** One stack: a store, and one process after the other over it. */
export interface Stack {
  readonly store: TestStore;
  open(): Promise<Bus>;
  /** Closes what was opened and leaves nothing behind. */
  end(): Promise<void>;
}

const OPTIONS: QueueOptions = { attempts: 3, delaysSeconds: [0.05], timeoutSeconds: 1, concurrency: 4 };
const TEST_MILLISECONDS = 30_000;

export const jobs: Queue<number> = { kind: 'queue', name: 'jobs', ...OPTIONS };
export const single: Queue<string> = { kind: 'queue', name: 'single', ...OPTIONS, timeoutSeconds: 0.5, concurrency: 1 };
export const delayed: Queue<number> = { kind: 'queue', name: 'delayed', ...OPTIONS, attempts: 9, delaysSeconds: [20] };
export const news: Topic<number> = { kind: 'topic', name: 'news', consumers: ['first', 'second'], ...OPTIONS };
const talk: Broadcast<string> = { kind: 'broadcast', name: 'talk' };

export const silent: BusLog = { warn: () => undefined, error: () => undefined };

/** Waits until something holds, and fails with what was seen last. */
export async function eventually(check: () => void | Promise<void>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; ; await sleep(5)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** A promise to be settled from outside. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

export function busContract(name: string, makeStack: () => Promise<Stack>): void {
  describe(`${name}: the bus`, () => {
    let stack: Stack;
    let store: TestStore;
    let bus: Bus;

    beforeEach(async () => {
      stack = await makeStack();
      store = stack.store;
      bus = await stack.open();
    });
    afterEach(async () => {
      store.failing = false;
      await stack.end();
    });

    const test = (title: string, run: () => Promise<void>) => it(title, run, TEST_MILLISECONDS);
    const publish = (queue: { name: string }, body: unknown, options: { key?: string; due?: number } = {}) => {
      const message = store.commit(queue.name, body, options);
      void bus.publish([message]);
      return message;
    };
    const isEmpty = () => expect(store.live).toEqual([]);

    /** Works on the jobs and notes each attempt; `act` may fail. */
    async function note(act: (body: number, delivery: Delivery) => Promise<void> | void = () => undefined) {
      const seen: { body: number; id: string; attempt: number }[] = [];
      const worker = await bus.work(jobs, async (body, delivery) => {
        seen.push({ body, id: delivery.id, attempt: delivery.attempt });
        await act(body, delivery);
      });
      return { seen, worker };
    }

    describe('a queue', () => {
      test('works once on what is published, and its rows go', async () => {
        const { seen } = await note();
        const messages = [1, 2, 3].map((body) => store.commit(jobs.name, body));
        await bus.publish(messages);
        await eventually(isEmpty);
        await eventually(() => expect(seen).toHaveLength(3)); // rows may go as soon as the broker has their messages
        expect(seen.map(({ body }) => body).sort()).toEqual([1, 2, 3]);
        expect(seen.map(({ id }) => id).sort()).toEqual(messages.map(({ id }) => id));
        expect(seen.every(({ attempt }) => attempt === 1)).toBe(true);
      });

      test('keeps what is published before anybody works on it', async () => {
        await bus.publish([store.commit(jobs.name, 7)]);
        const { seen } = await note();
        await eventually(() => expect(seen).toHaveLength(1));
      });

      test('tries again after the delay, under the same ID', async () => {
        const times: number[] = [];
        const { seen } = await note((_, { attempt }) => {
          times.push(Date.now());
          if (attempt < 3) throw new Error('not yet');
        });
        const { id } = publish(jobs, 1);
        await eventually(() => expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]));
        expect(seen.map((one) => one.id)).toEqual([id, id, id]);
        expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(45);
        await eventually(isEmpty);
        expect(await store.dead(jobs.name, 10)).toEqual([]);
      });

      test('buries a message whose attempts are used up, with the reason, until it is revived', async () => {
        let broken = true;
        const { seen } = await note(() => {
          if (broken) throw new TypeError('broken');
        });
        await bus.relay();
        publish(jobs, 1);
        const buried = async () => {
          const dead = await store.dead(jobs.name, 10);
          expect(dead).toMatchObject([{ name: 'jobs', body: '1', attempts: 3, error: 'TypeError: broken' }]);
          return dead[0]?.id ?? '';
        };
        await eventually(async () => void (await buried()));
        expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
        broken = false;
        await store.revive(await buried());
        await bus.relay();
        await eventually(() => expect(seen).toHaveLength(4));
        expect(seen[3]).toEqual({ ...seen[0], attempt: 1 });
        await eventually(isEmpty);
      });

      test('buries at once what no retry can mend, and the letter stays', async () => {
        const { seen } = await note(() => {
          throw new PermanentError('no such address');
        });
        publish(jobs, 1);
        const isDead = async () =>
          expect(await store.dead(jobs.name, 10)).toMatchObject([
            { attempts: 1, error: 'PermanentError: no such address' },
          ]);
        await eventually(isDead);
        await bus.close(); // the published row's removal is over
        await isDead();
        expect(seen).toHaveLength(1);
      });

      test('waits as long as the failure says', async () => {
        const { seen } = await note((_, { attempt }) => {
          // Not a whole number of milliseconds, as pauses that are spread by chance are.
          if (attempt === 1) throw new RetryLater(0.2001234, 'busy');
        });
        publish(jobs, 1);
        await eventually(() => expect(seen).toHaveLength(1));
        const before = Date.now();
        await eventually(() => expect(seen).toHaveLength(2));
        expect(Date.now() - before).toBeGreaterThan(120);
      });

      test('keeps in the store what waits for long, and goes on counting its attempts', async () => {
        const { seen } = await note((_, { attempt }) => {
          if (attempt === 1) throw new RetryLater(3600, 'closed today');
        });
        const { id } = publish(jobs, 1);
        const isPostponed = () => {
          expect(store.live).toHaveLength(1);
          expect(store.live[0]).toMatchObject({ name: jobs.name, attempts: 1 });
          expect((store.live[0]?.due ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
        };
        await eventually(isPostponed);
        expect(await bus.size(jobs.name)).toBe(0);
        await bus.close();
        isPostponed();
        store.hasten();
        bus = await stack.open();
        await bus.relay();
        const next = await note();
        await eventually(() => expect(next.seen).toEqual([{ body: 1, id, attempt: 2 }]));
        expect(seen).toHaveLength(1);
        await eventually(isEmpty);
      });

      test('leaves a message whose time has not come, and delivers it then', async () => {
        const { seen } = await note();
        await bus.relay();
        const start = Date.now();
        publish(jobs, 1, { due: start + 400 });
        publish(jobs, 2, { due: start + 60_000 }); // must not put off the earlier one
        await eventually(() => expect(seen.map(({ body }) => body)).toEqual([1]));
        expect(Date.now() - start).toBeGreaterThanOrEqual(395);
        expect(store.live.map(({ body }) => body)).toContain('2');
      });

      test('does no more at once than it may', async () => {
        let running = 0;
        let most = 0;
        const held = gate();
        const { seen } = await note(async () => {
          most = Math.max(most, ++running);
          await held.opened;
          running--;
        });
        for (let body = 0; body < 12; body++) publish(jobs, body);
        await eventually(() => expect(running).toBe(jobs.concurrency));
        held.open();
        await eventually(() => expect(seen).toHaveLength(12));
        expect(most).toBe(jobs.concurrency);
      });

      test('takes a silent handler for failed when its time is over', async () => {
        const { seen } = await note((_, { attempt }) => (attempt === 1 ? new Promise(() => undefined) : undefined));
        publish(jobs, 1);
        await eventually(() => expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2]));
      });

      test('lets a handler take long that tells of progress, and those behind it wait untouched', async () => {
        const seen: [string, number][] = [];
        await bus.work(single, async (body, { attempt, progress }) => {
          seen.push([body, attempt]);
          if (body !== 'long') return;
          for (const end = Date.now() + 3200; Date.now() < end; await sleep(50)) await progress();
        });
        const bodies = ['long', 'a', 'b', 'c'];
        for (const body of bodies) await bus.publish([store.commit(single.name, body)]);
        await eventually(() => expect(seen).toHaveLength(4));
        await eventually(async () => expect(await bus.size(single.name)).toBe(0));
        expect(seen).toEqual(bodies.map((body) => [body, 1]));
      });

      test('tells how much waits or is in hand', async () => {
        const held = gate();
        await note(() => held.opened);
        for (let body = 0; body < 7; body++) publish(jobs, body);
        await eventually(async () => expect(await bus.size(jobs.name)).toBe(7));
        expect(await bus.size(single.name)).toBe(0);
        held.open();
        await eventually(async () => expect(await bus.size(jobs.name)).toBe(0));
      });

      test('stops only when what is in hand is done, and leaves the rest to the next worker', async () => {
        const held = gate();
        const { seen, worker } = await note(() => held.opened);
        for (let body = 0; body < 9; body++) publish(jobs, body);
        await eventually(() => expect(seen).toHaveLength(4));
        let stopped = false;
        const stopping = worker.stop().then(() => {
          stopped = true;
        });
        await bus.ping();
        expect(stopped).toBe(false);
        held.open();
        await stopping;
        expect(seen).toHaveLength(4);
        const next = await note();
        await eventually(() => expect(next.seen).toHaveLength(5));
        const bodies = [...seen, ...next.seen].map(({ body }) => body);
        expect(bodies.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
      });

      test('closes only when the rows of what is done are gone', async () => {
        const slow = gate();
        let removing = false;
        store.beforeRemove = () => {
          removing = true;
          return slow.opened;
        };
        const { seen } = await note();
        publish(jobs, 1);
        await eventually(() => expect(seen).toHaveLength(1));
        await eventually(() => expect(removing).toBe(true));
        const closing = bus.close();
        slow.open();
        await closing;
        isEmpty();
      });
    });

    describe('a topic', () => {
      const consume = async (consumer: string, act: (body: number) => Promise<void> | void = () => undefined) => {
        const seen: { body: number; id: string; attempt: number }[] = [];
        const worker = await bus.consume(news, consumer, async (body, { id, attempt }) => {
          seen.push({ body, id, attempt });
          await act(body);
        });
        return { seen, worker };
      };

      test('goes to each of its consumers', async () => {
        const [first, second] = [await consume('first'), await consume('second')];
        for (const body of [1, 2, 3]) publish(news, body);
        await eventually(isEmpty);
        await eventually(() => expect([first.seen.length, second.seen.length]).toEqual([3, 3]));
      });

      test('is tried again for the consumer that failed, not for the other', async () => {
        let failures = 2;
        const first = await consume('first', () => {
          if (failures-- > 0) throw new Error('not yet');
        });
        const second = await consume('second');
        const { id } = publish(news, 1);
        await eventually(() => expect(first.seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]));
        expect(first.seen.map((one) => one.id)).toEqual([id, id, id]);
        await eventually(isEmpty);
        expect(second.seen).toEqual([{ body: 1, id, attempt: 1 }]);
      });

      test('is buried, postponed and revived for one consumer alone', async () => {
        const failures = [new RetryLater(3600, 'later'), new PermanentError('never')];
        const first = await consume('first', () => {
          const failure = failures.shift();
          if (failure) throw failure;
        });
        const second = await consume('second');
        await bus.relay();
        publish(news, 1);
        await eventually(() => expect(store.live).toMatchObject([{ name: 'news/first', attempts: 1 }]));
        store.hasten();
        await bus.relay();
        let dead: readonly Message[] = [];
        await eventually(async () => {
          dead = await store.dead('news/first', 10);
          expect(dead).toMatchObject([{ attempts: 2, error: 'PermanentError: never' }]);
        });
        await store.revive(dead[0]?.id ?? '');
        store.hasten();
        await bus.relay();
        await eventually(() => expect(first.seen).toHaveLength(3));
        await eventually(isEmpty);
        expect(new Set(first.seen.map(({ id }) => id)).size).toBe(1);
        expect(second.seen).toHaveLength(1);
      });

      test('keeps for a consumer that stops early what the other one has done', async () => {
        const held = gate();
        const first = await consume('first', () => held.opened);
        const second = await consume('second');
        for (let body = 0; body < 8; body++) publish(news, body);
        await eventually(() => expect(first.seen).toHaveLength(4));
        await eventually(() => expect(second.seen).toHaveLength(8));
        const stopping = first.worker.stop();
        held.open();
        await stopping;
        expect(await bus.size('news/first')).toBeGreaterThanOrEqual(4);
        const next = await consume('first');
        const bodies = () => new Set([...first.seen, ...next.seen].map(({ body }) => body));
        await eventually(() => expect(bodies().size).toBe(8));
        await eventually(isEmpty);
        await eventually(async () => expect(await bus.size('news/first')).toBe(0));
      });
    });

    describe('the store', () => {
      test('has what a killed publisher left, and the relay publishes it', async () => {
        for (const body of [1, 2, 3]) store.commit(jobs.name, body); // committed, never published
        await bus.close();
        bus = await stack.open();
        const { seen } = await note();
        await bus.relay();
        await eventually(() => expect(seen.map(({ body }) => body).sort()).toEqual([1, 2, 3]));
        await eventually(isEmpty);
      });

      test('may hold hundreds of messages that nobody takes without hiding one behind them', async () => {
        for (let body = 0; body < 500; body++) store.commit('forgotten', body, { due: Date.now() - 60_000 });
        store.commit(jobs.name, 1);
        await bus.close();
        bus = await stack.open();
        const { seen } = await note();
        await bus.relay();
        await eventually(() => expect(seen).toHaveLength(1));
        expect(store.live.filter((row) => row.name === 'forgotten')).toHaveLength(500);
      });

      test('may fail for a while, and nothing is lost', async () => {
        let failures = 1;
        const { seen } = await note((body) => {
          if (body === 2 && failures-- > 0) throw new RetryLater(40, 'not yet');
          if (body === 3) throw new PermanentError('never');
        });
        await bus.relay();
        const messages = [1, 2, 3].map((body) => store.commit(jobs.name, body));
        store.failing = true;
        await bus.publish(messages);
        await eventually(() => expect(new Set(seen.map(({ body }) => body)).size).toBe(3));
        await eventually(() => expect([...store.refused]).toEqual(expect.arrayContaining(['remove', 'bury'])));
        await eventually(() => expect(store.refused.has('postpone') || store.refused.has('insert')).toBe(true));
        store.failing = false;
        await eventually(async () => {
          expect(await store.dead(jobs.name, 10)).toMatchObject([{ body: '3' }]);
          expect(seen.filter(({ body }) => body === 2)).toHaveLength(2);
          isEmpty();
        });
        expect(seen.filter(({ body }) => body === 1)).toHaveLength(1);
      });
    });

    describe('a broadcast', () => {
      test('reaches who listens to its subject or to any, and nobody else', async () => {
        const heard: string[] = [];
        const listen = async (label: string, subject: string) =>
          bus.on(talk, subject, (body) => heard.push(`${label}:${body}`));
        const one = await listen('one', '1');
        await listen('any', ANY);
        await listen('two', '2');
        bus.broadcast(talk, '1', 'hello');
        await eventually(() => expect(heard.sort()).toEqual(['any:hello', 'one:hello']));
        await one.stop();
        await one.stop();
        bus.broadcast(talk, '1', 'again');
        bus.broadcast(talk, '2', 'end');
        await eventually(() => expect(heard).toContain('two:end'));
        await eventually(() => expect(heard).toContain('any:end'));
        expect(heard).not.toContain('one:again');
      });

      test('goes on for others when one listener fails', async () => {
        const heard: string[] = [];
        await bus.on(talk, '1', () => {
          throw new Error('broken');
        });
        await bus.on(talk, '1', (body) => heard.push(body));
        bus.broadcast(talk, '1', 'a');
        bus.broadcast(talk, '1', 'b');
        await eventually(() => expect(heard).toEqual(['a', 'b']));
        await bus.ping();
      });
    });

    describe('a request', () => {
      test('gets the answer of whoever replies, or the failure', async () => {
        const reply = await bus.reply('sum', async (body) => {
          if (!Array.isArray(body)) throw new Error('not a list');
          return body.reduce((sum: number, each: number) => sum + each, 0);
        });
        expect(await bus.request('sum', [1, 2, 3], 2000)).toBe(6);
        await expect(bus.request('sum', 'x', 2000)).rejects.toThrow('not a list');
        await reply.stop();
        await expect(bus.request('sum', [], 200)).rejects.toThrow();
      });

      test('rejects when nobody replies in time, or at all', async () => {
        await expect(bus.request('nobody', null, 200)).rejects.toThrow();
        const held = gate();
        await bus.reply('slow', () => held.opened);
        await expect(bus.request('slow', null, 100)).rejects.toThrow();
        held.open();
      });
    });
  });
}
