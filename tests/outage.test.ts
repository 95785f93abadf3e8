import type { AddressInfo } from 'node:net';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, type Seeded, seedCollection, seedProject } from './admin.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

/** A wire to a server that can be cut and mended. */
class Wire {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  port = 0;

  constructor(
    private readonly host: string,
    private readonly target: number,
  ) {}

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = dial(this.target, this.host);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    await new Promise<void>((done) => server.listen(this.port, '127.0.0.1', done));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async cut(): Promise<void> {
    const closed = new Promise((done) => this.#server?.close(done));
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    await closed;
  }
}

const env = process.env;
const natsUrl = new URL(env._APP_NATS_URL ?? 'nats://127.0.0.1:4222');

/** Servers go away under a running cluster: requests are answered or refused in words, and nothing is lost. */
(profiles.includes('cluster') ? describe : describe.skip)('outages (cluster)', () => {
  const wires = {
    database: new Wire(env._APP_DB_HOST ?? '', Number(env._APP_DB_PORT)),
    cache: new Wire(env._APP_REDIS_HOST ?? '', Number(env._APP_REDIS_PORT)),
    bus: new Wire(natsUrl.hostname, Number(natsUrl.port)),
  };
  let stack: Stack;
  let seeded: Seeded;
  let documents = '';
  let number = 0;

  beforeAll(async () => {
    for (const wire of Object.values(wires)) await wire.mend();
    stack = await startStack('cluster', {
      env: {
        _APP_DB_PORT: String(wires.database.port),
        _APP_REDIS_PORT: String(wires.cache.port),
        _APP_NATS_URL: `nats://127.0.0.1:${wires.bus.port}`,
      },
    });
    seeded = await seedProject(stack.endpoint);
    documents = await seedCollection(seeded);
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    for (const wire of Object.values(wires)) await wire.cut();
  }, 60_000);

  const create = () => {
    const documentId = `o${number++}`;
    const body = { documentId, data: { title: documentId } };
    return request(stack.endpoint, 'POST', documents, body, seeded.server).then(({ status, body: answer }) => ({
      documentId,
      status,
      type: answer.type,
    }));
  };

  it.each(Object.keys(wires) as (keyof typeof wires)[])('the %s is taken away and comes back', async (name) => {
    expect((await create()).status).toBe(201);
    await wires[name].cut();
    const meanwhile = await Promise.all(Array.from({ length: 6 }, create));
    for (const { status, type } of meanwhile) {
      if (status !== 201) expect({ status, type }).toEqual({ status: 503, type: 'general_service_unavailable' });
    }
    // Only the database is needed to answer; cache and bus are not.
    if (name !== 'database') expect(meanwhile.map(({ status }) => status)).toEqual(meanwhile.map(() => 201));
    await wires[name].mend();
    await eventually(async () => (await create()).status === 201, 'it does not recover');
    for (const { documentId, status } of meanwhile.filter((answer) => answer.status === 201)) {
      const read = await request(stack.endpoint, 'GET', `${documents}/${documentId}`, undefined, seeded.server);
      expect({ documentId, status: read.status }).toEqual({ documentId, status: status === 201 ? 200 : 404 });
    }
    await eventually(async () => {
      const health = await request(stack.endpoint, 'GET', '/health/queue/logs', undefined, seeded.server);
      return health.status === 200;
    }, 'the health of the queue does not recover');
  });

  it('what was done meanwhile is in the audit log in the end', async () => {
    const owner = { ...seeded.owner, 'x-appwrite-project': seeded.projectId, 'x-appwrite-mode': 'admin' };
    await wires.bus.cut();
    await seeded.must('POST', documents, { documentId: 'told', data: { title: 'told' } }, owner);
    await seeded.must('PATCH', `${documents}/told`, { data: { title: 'told again' } }, owner);
    await wires.bus.mend();
    await eventually(async () => {
      const { logs } = await seeded.must('GET', `${documents}/told/logs`, undefined, owner);
      return (logs as { event: string }[]).some(({ event }) => event === 'document.update');
    }, 'the change is in no log');
  });
});
