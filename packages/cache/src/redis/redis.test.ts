import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { type Cache, CacheUnavailableError } from '../cache.js';
import { cacheContract } from '../contract.js';
import { openRedisCache, type RedisCacheOptions } from './redis.js';

const host = process.env._APP_REDIS_HOST ?? '';

if (host !== '') {
  const port = Number(process.env._APP_REDIS_PORT ?? 6379);
  const username = process.env._APP_REDIS_USER ?? '';
  const password = process.env._APP_REDIS_PASS ?? '';
  const address = { host, port, username, password };
  const uniquePrefix = () => `test:${randomUUID()}:`;

  const leftovers: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const end of leftovers.splice(0).reverse()) await end();
  });
  const open = async (options: Partial<RedisCacheOptions> = {}): Promise<Cache> => {
    const cache = await openRedisCache({ ...address, prefix: uniquePrefix(), ...options });
    leftovers.push(() => cache.close());
    return cache;
  };
  const openProxy = async (): Promise<Proxy> => {
    const proxy = await startProxy(host, port);
    leftovers.push(() => proxy.stop());
    return proxy;
  };
  const openAdmin = async () => {
    const admin = createClient({ socket: { host, port }, ...(password === '' ? {} : { password }) });
    admin.on('error', () => {});
    await admin.connect();
    leftovers.push(() => admin.destroy());
    return admin;
  };

  cacheContract('the redis adapter', () => openRedisCache({ ...address, prefix: uniquePrefix() }));

  describe('the redis adapter', () => {
    it('shares everything between processes', async () => {
      const prefix = uniquePrefix();
      const [first, second] = [await open({ prefix }), await open({ prefix })];
      const counter = { key: 'calls', limit: 10, resetAt: Date.now() + 60_000 };
      const takes = Array.from({ length: 100 }, async (_, index) => (index % 2 === 0 ? first : second).take(counter));
      expect((await Promise.all(takes)).filter(({ taken }) => taken)).toHaveLength(10);
      const { generation } = await first.snapshot('user');
      await second.raise('user');
      expect(await first.keepSnapshot('user', generation, 'stale', 60_000)).toBe(false);
      const locks = [await first.lock('job', 60_000), await second.lock('job', 60_000)];
      expect(locks.map((lock) => lock === null)).toEqual([false, true]);
    });

    it('sends a script again when the server has forgotten it', async () => {
      const cache = await open();
      await cache.increment('a', 60_000);
      const admin = await openAdmin();
      await admin.sendCommand(['SCRIPT', 'FLUSH']);
      expect(await cache.increment('a', 60_000)).toBe(2);
    });

    it('makes a killed connection again, and refuses at once until then', async () => {
      const proxy = await openProxy();
      const waits: unknown[] = [];
      const cache = await open({ host: '127.0.0.1', port: proxy.port, onWait: (error) => waits.push(error) });
      await cache.set('a', 'a', 60_000);
      proxy.refuse();
      await until(() => waits.length > 0);
      const startedAt = Date.now();
      await expect(Promise.resolve(cache.get('a'))).rejects.toBeInstanceOf(CacheUnavailableError);
      await expect(cache.ping()).rejects.toBeInstanceOf(CacheUnavailableError);
      expect(Date.now() - startedAt).toBeLessThan(100);
      proxy.accept();
      await until(async () => (await read(cache, 'a')) === 'a');
    });

    it('survives CLIENT KILL', async () => {
      const admin = await openAdmin();
      const user = `user-${randomUUID()}`;
      await admin.sendCommand(['ACL', 'SETUSER', user, 'on', '>secret', '~*', '+@all']);
      const cache = await open({ username: user, password: 'secret' });
      await cache.set('a', 'a', 60_000);
      await admin.sendCommand(['CLIENT', 'KILL', 'USER', user]);
      await until(async () => (await read(cache, 'a')) === 'a');
      expect(await cache.increment('b', 60_000)).toBe(1);
      await cache.close();
      await admin.sendCommand(['ACL', 'DELUSER', user]);
    });

    it('keeps no snapshot that was read over an earlier connection', async () => {
      const proxy = await openProxy();
      const cache = await open({ host: '127.0.0.1', port: proxy.port });
      const { generation } = await cache.snapshot('user');
      proxy.cut();
      await until(async () => (await read(cache, 'user')) === null);
      expect(await cache.keepSnapshot('user', generation, 'stale', 60_000)).toBe(false);
    });

    it('gives up a server that says nothing any more, and finds it again when it speaks', async () => {
      const proxy = await openProxy();
      const cache = await open({ host: '127.0.0.1', port: proxy.port, timeoutMilliseconds: 150 });
      await cache.set('a', 'a', 60_000);
      proxy.mute();
      const startedAt = Date.now();
      const results = await Promise.allSettled([cache.get('a'), cache.increment('b', 60_000), cache.ping()]);
      expect(results.map((result) => result.status === 'rejected' && result.reason)).toEqual(
        results.map(() => expect.any(CacheUnavailableError)),
      );
      expect(Date.now() - startedAt).toBeLessThan(1_000);
      proxy.accept();
      await until(async () => (await read(cache, 'a')) === 'a');
    });

    it('waits for the server at the start and says so', async () => {
      const proxy = await openProxy();
      proxy.refuse();
      const waits: unknown[] = [];
      const opening = open({ host: '127.0.0.1', port: proxy.port, onWait: (error) => waits.push(error) });
      await until(() => waits.length > 1);
      proxy.accept();
      const cache = await opening;
      await cache.ping();
    });

    it('takes passwords of any characters', async () => {
      const admin = await openAdmin();
      const user = `user-${randomUUID()}`;
      const secret = 'p@ss:w/rd %40#?&= "ü\'\\';
      await admin.sendCommand(['ACL', 'SETUSER', user, 'on', `>${secret}`, '~*', '+@all']);
      try {
        const cache = await open({ username: user, password: secret });
        await cache.ping();
        const waits: unknown[] = [];
        const never = open({ username: user, password: 'wrong', onWait: (error) => waits.push(error) });
        await until(() => waits.length > 0);
        expect(String(waits[0])).toContain('WRONGPASS');
        await admin.sendCommand(['ACL', 'SETUSER', user, '>wrong']);
        await (await never).ping();
      } finally {
        await admin.sendCommand(['ACL', 'DELUSER', user]);
      }
    });

    it('refuses once it is closed, and ends while it is looking for the server', async () => {
      const cache = await open();
      const last = Promise.resolve(cache.get('a'));
      await cache.close();
      expect(await last).toBeNull();
      await expect(cache.ping()).rejects.toBeInstanceOf(CacheUnavailableError);
      const proxy = await openProxy();
      const lonely = await open({ host: '127.0.0.1', port: proxy.port });
      proxy.refuse();
      await until(async () => (await lonely.ping().catch((error: unknown) => error)) instanceof CacheUnavailableError);
      await lonely.close();
    });
  });
}

/** Undefined while the cache cannot be reached. */
async function read(cache: Cache, key: string): Promise<string | null | undefined> {
  try {
    return await cache.get(key);
  } catch {
    return undefined;
  }
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 500; round += 1) {
    if (await isTrue()) return;
    await sleep(10);
  }
  throw new Error('It did not happen within five seconds.');
}

interface Proxy {
  readonly port: number;
  /** Cuts every connection; new ones are served. */
  cut(): void;
  /** Cuts every connection and accepts no new one. */
  refuse(): void;
  /** Swallows everything, on new connections too. */
  mute(): void;
  accept(): void;
  stop(): void;
}

/** A server between the adapter and the real one, which can misbehave. */
async function startProxy(host: string, port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let mode: 'serve' | 'refuse' | 'mute' = 'serve';
  const server: Server = createServer((near) => {
    if (mode === 'refuse') return near.destroy();
    const far = connect({ host, port });
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      sockets.add(from);
      from.on('data', (chunk) => mode === 'serve' && to.write(chunk));
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    refuse() {
      mode = 'refuse';
      cut();
    },
    mute() {
      mode = 'mute';
    },
    accept() {
      mode = 'serve';
    },
    stop() {
      server.close();
      cut();
    },
  };
}
