import { EventEmitter } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { all } from './all.js';
import type { Environment } from './configuration.js';
import { createLog } from './log.js';
import { type ProcessLike, run } from './run.js';
import type { Connect, Service, Surroundings } from './service.js';
import { start } from './start.js';

/** Everything that happened, in order. */
type Story = string[];

const quiet = { _APP_LOG_LEVEL: 'error' };
const connectTo =
  (story: Story): Connect<Surroundings> =>
  async (surroundings) => {
    story.push('connect');
    return {
      connections: surroundings,
      close: async () => {
        story.push('close');
      },
    };
  };
const serviceOf = (name: string, story: Story, stop: () => Promise<void> = async () => {}): Service<Surroundings> => ({
  name,
  async start() {
    story.push(`start ${name}`);
    return async () => {
      story.push(`stop ${name}`);
      await stop();
    };
  },
});
const failing = (name: string): Service<Surroundings> => ({
  name,
  start: () => Promise.reject(new Error(`${name} failed`)),
});
const silent = () => {
  const lines: string[] = [];
  return {
    lines,
    log: createLog({ service: 'x', level: 'info', development: false, write: (line) => lines.push(line) }),
  };
};

class FakeProcess extends EventEmitter implements ProcessLike {
  readonly exits: number[] = [];
  errors = '';
  readonly stderr = { write: (text: string) => (this.errors += text) };
  readonly exited: Promise<number>;
  #exit: (code: number) => void = () => {};

  constructor(readonly env: Environment = quiet) {
    super();
    this.exited = new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  exit(code: number): void {
    this.exits.push(code);
    this.#exit(code);
  }
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

describe('start', () => {
  it('connects, starts and stops in reverse, once', async () => {
    const story: Story = [];
    const { log, lines } = silent();
    const started = await start(serviceOf('mails', story), connectTo(story), quiet, { log });
    expect(started.connections.config.redis.port).toBe(6379);
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['ready']);
    await Promise.all([started.stop(), started.stop()]);
    expect(story).toEqual(['connect', 'start mails', 'stop mails', 'close']);
  });

  it('closes the connections when the service cannot start', async () => {
    const story: Story = [];
    const { log } = silent();
    await expect(start(failing('mails'), connectTo(story), quiet, { log })).rejects.toThrow('mails failed');
    expect(story).toEqual(['connect', 'close']);
  });

  it('closes the connections even when the service cannot stop', async () => {
    const story: Story = [];
    const { log } = silent();
    const stuck = serviceOf('mails', story, () => Promise.reject(new Error('stuck')));
    const started = await start(stuck, connectTo(story), quiet, { log });
    await expect(started.stop()).rejects.toThrow('stuck');
    expect(story.at(-1)).toBe('close');
  });

  it('answers probes from before it is connected until the end', async () => {
    const port = await freePort();
    const { log } = silent();
    const env = { _APP_METRICS_PORT: String(port), _APP_METRICS_HOST: '127.0.0.1' };
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    const seen: number[] = [];
    const connect: Connect<Surroundings> = async (connections) => {
      seen.push(await ask('/healthz'), await ask('/readyz'));
      return { connections, close: async () => void seen.push(await ask('/readyz')) };
    };
    const started = await start(serviceOf('mails', []), connect, env, { log });
    expect(started.probePort).toBe(port);
    seen.push(await ask('/readyz'));
    await started.stop();
    expect(seen).toEqual([200, 503, 200, 503]);
    await expect(ask('/healthz')).rejects.toThrow();
  });

  it('refuses a configuration with faults', async () => {
    await expect(start(serviceOf('mails', []), connectTo([]), { PORT: 'x' })).rejects.toThrow('PORT is "x"');
    await expect(start(serviceOf('mails', []), connectTo([]), { _APP_PROFILE: 'cluster' })).rejects.toThrow(
      '_APP_OPENSSL_KEY_V1',
    );
  });
});

describe('all', () => {
  it('starts in order and stops in reverse, each with a log in its own name', async () => {
    const story: Story = [];
    const { log, lines } = silent();
    const talking: Service<Surroundings> = {
      name: 'talking',
      async start(connections) {
        connections.log.info('hello');
        return async () => {};
      },
    };
    const services = all([serviceOf('api', story), talking, serviceOf('mails', story)]);
    const { stop } = await start(services, connectTo(story), quiet, { log });
    await stop();
    expect(story).toEqual(['connect', 'start api', 'start mails', 'stop mails', 'stop api', 'close']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ service: 'talking', message: 'hello' });
  });

  it('stops what had started when one cannot', async () => {
    const story: Story = [];
    const { log } = silent();
    const services = all([serviceOf('api', story), failing('mails'), serviceOf('late', story)]);
    await expect(start(services, connectTo(story), quiet, { log })).rejects.toThrow('mails failed');
    expect(story).toEqual(['connect', 'start api', 'stop api', 'close']);
  });

  it('stops the others when one cannot stop, and says which failed', async () => {
    const story: Story = [];
    const { log } = silent();
    const stuck = (name: string) => serviceOf(name, story, () => Promise.reject(new Error(`${name} stuck`)));
    const { stop } = await start(all([stuck('a'), serviceOf('b', story), stuck('c')]), connectTo(story), quiet, {
      log,
    });
    await expect(stop()).rejects.toMatchObject({ errors: [{ message: 'c stuck' }, { message: 'a stuck' }] });
    expect(story.slice(-4)).toEqual(['stop c', 'stop b', 'stop a', 'close']);
  });
});

describe('run', () => {
  it.each(['SIGTERM', 'SIGINT'])('stops in reverse on %s and exits with 0', async (signal) => {
    const story: Story = [];
    const host = new FakeProcess();
    await run(serviceOf('mails', story), connectTo(story), { log: silent().log, process: host });
    host.emit(signal);
    expect(await host.exited).toBe(0);
    expect(story).toEqual(['connect', 'start mails', 'stop mails', 'close']);
    expect(host.eventNames()).toEqual([]);
  });

  it('prints every fault of the configuration and exits with 1, connecting to nothing', async () => {
    const story: Story = [];
    const host = new FakeProcess({ PORT: 'x', _APP_DB_PORT: 'y' });
    await run(serviceOf('mails', story), connectTo(story), { log: silent().log, process: host });
    expect(host.exits).toEqual([1]);
    expect(host.errors).toMatch(/PORT is "x".*\n.*_APP_DB_PORT is "y"/);
    expect(story).toEqual([]);
  });

  it('exits with 1 when it cannot start, after closing what was open', async () => {
    const story: Story = [];
    const host = new FakeProcess();
    await run(failing('mails'), connectTo(story), { log: silent().log, process: host });
    expect(host.exits).toEqual([1]);
    expect(story).toEqual(['connect', 'close']);
  });

  it('exits with 1 when it is not stopped in time', async () => {
    const host = new FakeProcess({ ...quiet, _APP_SHUTDOWN_SECONDS: '0' });
    await run(
      serviceOf('mails', [], () => new Promise(() => {})),
      connectTo([]),
      { log: silent().log, process: host },
    );
    host.emit('SIGTERM');
    expect(await host.exited).toBe(1);
  });

  it('exits at once on a second signal', async () => {
    const host = new FakeProcess();
    await run(
      serviceOf('mails', [], () => new Promise(() => {})),
      connectTo([]),
      { log: silent().log, process: host },
    );
    host.emit('SIGTERM');
    expect(host.exits).toEqual([]);
    host.emit('SIGINT');
    expect(host.exits).toEqual([1]);
  });

  it('exits with 1 when it cannot stop', async () => {
    const story: Story = [];
    const host = new FakeProcess();
    await run(
      serviceOf('mails', story, () => Promise.reject(new Error('stuck'))),
      connectTo(story),
      { log: silent().log, process: host },
    );
    host.emit('SIGTERM');
    expect(await host.exited).toBe(1);
    expect(story.at(-1)).toBe('close');
  });

  it.each(['uncaughtException', 'unhandledRejection'])('stops and exits with 1 on an %s', async (event) => {
    const story: Story = [];
    const host = new FakeProcess();
    await run(serviceOf('mails', story), connectTo(story), { log: silent().log, process: host });
    host.emit(event, new Error('oops'));
    host.emit(event, new Error('once more'));
    expect(await host.exited).toBe(1);
    expect(story.slice(-2)).toEqual(['stop mails', 'close']);
    expect(host.exits).toEqual([1]);
  });

  it('leaves at once while it still waits for its servers', async () => {
    const host = new FakeProcess();
    void run(serviceOf('mails', []), () => new Promise(() => {}), { log: silent().log, process: host });
    host.emit('SIGTERM');
    expect(await host.exited).toBe(0);
  });

  it('lets a start that has begun come to its end, then stops', async () => {
    const story: Story = [];
    const host = new FakeProcess();
    const slow: Service<Surroundings> = {
      name: 'slow',
      async start() {
        host.emit('SIGTERM');
        await new Promise((resolve) => setTimeout(resolve, 20));
        story.push('started');
        return async () => void story.push('stopped');
      },
    };
    await run(slow, connectTo(story), { log: silent().log, process: host });
    expect(await host.exited).toBe(0);
    expect(story).toEqual(['connect', 'started', 'stopped', 'close']);
  });

  it('exits once when a start fails after the signal', async () => {
    const host = new FakeProcess();
    const broken: Service<Surroundings> = {
      name: 'broken',
      async start() {
        host.emit('SIGTERM');
        throw new Error('broken');
      },
    };
    await run(broken, connectTo([]), { log: silent().log, process: host });
    expect(await host.exited).toBe(1);
    expect(host.exits).toEqual([1]);
  });

  it('takes a configuration that was read already', async () => {
    const story: Story = [];
    const host = new FakeProcess({ PORT: 'x' });
    const { connections, stop } = await start(serviceOf('x', []), connectTo([]), quiet, { log: silent().log });
    await stop();
    const { config, present } = connections;
    await run(serviceOf('mails', story), connectTo(story), { log: silent().log, process: host, config, present });
    host.emit('SIGTERM');
    expect(await host.exited).toBe(0);
    expect(story[1]).toBe('start mails');
  });
});
