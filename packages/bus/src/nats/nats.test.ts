import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { connect } from 'nats';
import type { Bus } from '../bus.js';
import { busContract, delayed, eventually, gate, jobs, news, silent, single } from '../contract.js';
import { TestStore } from '../test-store.js';
import { openNatsBus } from './nats.js';
import { missingStreams } from './streams.js';

const servers = process.env._APP_NATS_URL ?? '';

if (servers !== '') {
  const makeStack = async () => {
    const prefix = `t${randomBytes(5).toString('hex')}`;
    const store = new TestStore();
    const opened: Bus[] = [];
    return {
      prefix,
      store,
      open: async (url = servers, timeoutSeconds = jobs.timeoutSeconds) => {
        const bus = await openNatsBus({
          servers: url,
          user: '',
          password: '',
          prefix,
          maxBytes: 4 * 1024 * 1024,
          store,
          log: silent,
          queues: [{ ...jobs, timeoutSeconds }, single, delayed],
          topics: [news],
        });
        opened.push(bus);
        return bus;
      },
      end: async () => {
        await Promise.all(opened.map((bus) => bus.close()));
        await deleteStreams(prefix);
      },
    };
  };

  busContract('NATS', makeStack);

  describe('the NATS adapter', () => {
    const test = (title: string, run: (stack: Awaited<ReturnType<typeof makeStack>>) => Promise<void>) =>
      it(title, async () => {
        const stack = await makeStack();
        try {
          await run(stack);
        } finally {
          await stack.end();
        }
      }, 40_000);

    test('can be asked which streams are missing, and makes none by that', async ({ prefix, open }) => {
      const options = { servers, user: '', password: '', prefix, queues: [jobs, single, delayed], topics: [news] };
      const all = [jobs.name, single.name, delayed.name, news.name, `${news.name}_again`];
      const names = all.map((name) => `${prefix}_${name}`.toUpperCase());
      expect(await missingStreams(options)).toEqual(names);
      expect(await missingStreams(options)).toEqual(names);
      await open();
      expect(await missingStreams(options)).toEqual([]);
    });

    test('drops what is published twice under one ID, as relays and fast paths may', async ({ store, open }) => {
      const [bus, other] = [await open(), await open()];
      const seen: number[] = [];
      await bus.work(jobs, async (body) => void seen.push(body));
      const message = store.commit(jobs.name, 1);
      await Promise.all([bus.publish([message]), other.publish([message]), bus.publish([message])]);
      const last = store.commit(jobs.name, 2);
      await bus.publish([last]);
      await eventually(() => expect(seen).toContain(2));
      await eventually(async () => expect(await bus.size(jobs.name)).toBe(0));
      expect(seen.sort()).toEqual([1, 2]);
    });

    test('shares a queue among processes, each message in one of them', async ({ store, open }) => {
      const buses = [await open(), await open()];
      const seen: [number, number][] = [];
      for (const [at, bus] of buses.entries()) await bus.work(jobs, async (body) => void seen.push([at, body]));
      await buses[0]?.publish(Array.from({ length: 200 }, (_, body) => store.commit(jobs.name, body)));
      await eventually(() => expect(seen).toHaveLength(200));
      expect(new Set(seen.map(([, body]) => body)).size).toBe(200);
      expect(new Set(seen.map(([at]) => at)).size).toBe(2);
    });

    test('delivers again what a worker had in hand that died', async ({ store, open, prefix }) => {
      const bus = await open();
      await bus.publish([store.commit(jobs.name, 1)]);
      const dying = await connect({ servers });
      const consumer = await dying.jetstream().consumers.get(`${prefix}_jobs`.toUpperCase(), 'jobs');
      expect((await consumer.next({ expires: 5000 }))?.string()).toBe('1');
      await dying.close();
      const seen: number[] = [];
      await bus.work(jobs, async (_, { attempt }) => void seen.push(attempt));
      await eventually(() => expect(seen).toEqual([2]));
    });

    test('keeps what is published while the server is away, and tells when it is back', async ({ store, open }) => {
      const proxy = await startProxy();
      const bus = await open(`nats://127.0.0.1:${proxy.port}`);
      let reconnects = 0;
      bus.onReconnect(() => {
        throw new Error('a listener that fails');
      });
      bus.onReconnect(() => reconnects++);
      const seen: number[] = [];
      await bus.work(jobs, async (body) => void seen.push(body));
      await bus.relay();
      await bus.publish([store.commit(jobs.name, 1)]);
      await eventually(() => expect(seen).toEqual([1]));
      proxy.refuse();
      await expect(bus.ping()).rejects.toThrow();
      void bus.publish([store.commit(jobs.name, 2)]);
      bus.broadcast({ kind: 'broadcast', name: 'talk' }, '1', 'unheard');
      proxy.accept();
      await eventually(() => expect(reconnects).toBe(1));
      await bus.publish([store.commit(jobs.name, 3)]);
      await eventually(() => expect([...new Set(seen)].sort()).toEqual([1, 2, 3]));
      await eventually(() => expect(store.live).toEqual([]));
      await bus.ping();
      proxy.stop();
    });

    test('closes though the server is away', async ({ store, open }) => {
      const proxy = await startProxy();
      const bus = await open(`nats://127.0.0.1:${proxy.port}`);
      const held = gate();
      const seen: number[] = [];
      await bus.work(jobs, async (body) => {
        seen.push(body);
        await held.opened;
      });
      await bus.relay();
      await bus.publish([store.commit(jobs.name, 1)]);
      await eventually(() => expect(seen).toEqual([1]));
      proxy.refuse();
      await expect(bus.ping()).rejects.toThrow();
      held.open();
      await bus.close();
      await bus.close();
      proxy.stop();
    });

    test('takes streams and consumers over whose limits were other ones', async ({ store, open }) => {
      await (await open()).publish([store.commit(jobs.name, 1)]);
      const bus = await open(servers, 5);
      const seen: number[] = [];
      await bus.work(jobs, async (body) => void seen.push(body));
      await eventually(() => expect(seen).toEqual([1]));
    });

    test('buries what is larger than the server takes, and goes on with the rest', async ({ store, open }) => {
      const bus = await open();
      const seen: unknown[] = [];
      await bus.work(jobs, async (body) => void seen.push(body));
      await bus.publish([store.commit(jobs.name, noise(9)), store.commit(jobs.name, 1)]);
      await eventually(() => expect(seen).toEqual([1]));
      expect(await store.dead(jobs.name, 10)).toHaveLength(1);
      bus.broadcast({ kind: 'broadcast', name: 'talk' }, '1', noise(9));
      await bus.ping();
    });

    test('keeps in the store what a full stream refuses, until there is room', async ({ store, open }) => {
      const bus = await open();
      await bus.relay();
      const body = noise(1);
      await bus.publish(Array.from({ length: 6 }, () => store.commit(jobs.name, body)));
      await eventually(() => expect(store.live.length).toBeLessThan(6));
      expect(store.live.length).toBeGreaterThan(0);
      let done = 0;
      await bus.work(jobs, async () => void done++);
      await eventually(() => expect(done).toBe(6));
      await eventually(() => expect(store.live).toEqual([]));
    });

    test('counts as in hand what the server holds back for the next attempt', async ({ store, open }) => {
      const bus = await open();
      const seen: number[] = [];
      const worker = await bus.work(delayed, async (_, { attempt }) => {
        seen.push(attempt);
        throw new Error('not yet');
      });
      await bus.publish([store.commit(delayed.name, 1)]);
      await eventually(() => expect(seen).toEqual([1]));
      await worker.stop();
      await bus.close();
      expect(await (await open()).size(delayed.name)).toBe(1);
    });
  });

  interface Proxy {
    readonly port: number;
    refuse(): void;
    accept(): void;
    stop(): void;
  }

  /** A way to the server that can be cut. */
  async function startProxy(): Promise<Proxy> {
    const { hostname, port } = new URL(servers);
    const sockets = new Set<Socket>();
    let open = true;
    const server = createServer((near) => {
      if (!open) return void near.destroy();
      const far = dial(Number(port), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from);
        from.pipe(to);
        from.on('error', () => undefined);
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const refuse = () => {
      open = false;
      for (const socket of sockets) socket.destroy();
    };
    return {
      port: (server.address() as AddressInfo).port,
      refuse,
      accept: () => {
        open = true;
      },
      stop: () => {
        refuse();
        server.close();
      },
    };
  }

  async function deleteStreams(prefix: string): Promise<void> {
    const connection = await connect({ servers });
    const manager = await connection.jetstreamManager();
    for await (const name of manager.streams.names()) {
      if (name.startsWith(prefix.toUpperCase())) await manager.streams.delete(name);
    }
    await connection.close();
  }
}

/** Text of this many mebibytes that compression hardly shortens. */
const noise = (mebibytes: number): string => randomBytes(mebibytes * 1024 * 1024).toString('base64');
