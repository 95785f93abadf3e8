import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { connect, makeChange, testEnvironments } from '@plinth/core';
import { newId, type SystemRow } from '@plinth/database';
import { type Change, type ChangeActor, messages } from '@plinth/definitions';
import { type Environment, start } from '@plinth/service';
import { LIMITS, type Limits } from './limits.js';
import { openReceiver, type Receiver } from './receiver.js';
import { makeWebhooks } from './service.js';

const QUICK: Limits = { ...LIMITS, delaysSeconds: [0.1], totalMilliseconds: 1500, returnMilliseconds: 300 };
const USER: ChangeActor = { kind: 'user', id: 'ann', internalId: 1, name: 'Ann', email: 'ann@person.test' };
const TEST_MILLISECONDS = 30_000;

async function eventually(check: () => void | Promise<void>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; ; await sleep(10)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** A running service with one project. */
async function openStage(environment: Environment, limits: Limits) {
  const started = await start(makeWebhooks(limits), connect, environment);
  const { connections } = started;
  // In the embedded profile a change is handed out when all of its consumers are there.
  await connections.bus.consume(messages.change, 'audits', async () => undefined);
  const id = newId();
  const { value: project } = await connections.store.write((transaction) =>
    transaction.in(0).create('projects', { $id: id, teamId: 'team', teamInternalId: 1, name: 'Project' }),
  );
  const stop = async () => {
    // Tests of the cluster share a database: what was put off or given up must not be left to others.
    await connections.store.engine.transaction(async (connection) => {
      await connection.run('DELETE FROM messages WHERE body LIKE ?', [`%${id}%`]);
    });
    await started.stop();
  };
  return { connections, project, stop };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

async function addWebhook(
  { connections, project }: Stage,
  given: Partial<SystemRow<'webhooks'>> & { url: string },
): Promise<SystemRow<'webhooks'>> {
  const { value } = await connections.store.write(async (transaction) => {
    const writer = transaction.in(0);
    await writer.update('projects', project.$id, {}, { quiet: true });
    return writer.create('webhooks', {
      $id: newId(),
      projectId: project.$id,
      projectInternalId: project.$internalId,
      name: 'Hook',
      security: true,
      events: ['users.*'],
      signatureKey: 'a signature key',
      ...given,
    });
  });
  return value;
}

interface Said {
  readonly event?: string;
  readonly payload?: object;
  readonly actor?: ChangeActor;
  readonly secret?: boolean;
  readonly request?: string;
}

async function changeOf({ connections, project }: Stage, said: Said): Promise<Change> {
  connections.projects.forget(project.$id);
  const opened = await connections.projects.open(project.$id);
  if (!opened) throw new Error('The project is not open.');
  return makeChange({
    project: opened,
    actor: said.actor ?? USER,
    mode: 'default',
    at: new Date().toISOString(),
    event: said.event ?? 'users.[userId].create',
    ids: { userId: 'ann', teamId: 'red', bucketId: 'one' },
    payload: JSON.stringify(said.payload ?? { $id: 'ann' }),
    ...(said.request ? { request: said.request } : {}),
    ...(said.secret ? { seal: connections.secrets.seal } : {}),
  });
}

/** Commits and publishes changes, as one request does. */
async function publish({ connections }: Stage, changes: readonly Change[]) {
  const { messages: committed } = await connections.store.write((transaction) =>
    transaction.enqueue(changes.map((body) => ({ name: messages.change.name, body }))),
  );
  connections.publish(committed);
  return committed;
}

async function tell(stage: Stage, ...said: Said[]): Promise<void> {
  await publish(stage, await Promise.all(said.map((one) => changeOf(stage, one))));
}

describe.each(testEnvironments(process.env))('webhooks (%s)', (profile, environment) => {
  const closing: (() => Promise<void>)[] = [];
  const test = (name: string, run: () => Promise<void>) => it(name, run, TEST_MILLISECONDS);

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function open(more: Environment = {}, limits: Limits = QUICK): Promise<Stage> {
    const fresh = testEnvironments({ ...process.env }, more).find(([name]) => name === profile);
    const stage = await openStage(fresh?.[1] ?? environment, limits);
    closing.push(stage.stop);
    return stage;
  }

  async function receive(...given: Parameters<typeof openReceiver>): Promise<Receiver> {
    const receiver = await openReceiver(...given);
    closing.push(receiver.close);
    return receiver;
  }

  /** Resolves when a change that is told now has arrived, and so everything before it was handed out. */
  async function settle(stage: Stage): Promise<void> {
    const receiver = await receive();
    await addWebhook(stage, { url: receiver.url, events: ['buckets.*'] });
    await tell(stage, { event: 'buckets.[bucketId].create' });
    await eventually(() => expect(receiver.received).toHaveLength(1));
  }

  test('are told with every documented header, signed over address and body', async () => {
    const stage = await open();
    const receiver = await receive();
    const url = `${receiver.url}/in?a=%C3%A9%20b`;
    const webhook = await addWebhook(stage, { url, name: 'Hök\n', httpUser: 'me', httpPass: 'päss' });
    await tell(stage, { payload: { $id: 'ann', name: 'Zoë 名' } });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const [one] = receiver.received;
    const body = '{"$id":"ann","name":"Zoë 名"}';
    const signature = createHmac('sha1', 'a signature key').update(`${receiver.url}/in?a=é b${body}`).digest('base64');
    expect(one).toMatchObject({ path: '/in?a=%C3%A9%20b', body });
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': expect.stringMatching(/^Appwrite-Server v1\.3\.8\. Please report abuse at \S+@\S+$/),
      authorization: `Basic ${Buffer.from('me:päss').toString('base64')}`,
      'x-appwrite-webhook-id': webhook.$id,
      'x-appwrite-webhook-events': 'users.ann.create,users.*.create,users.ann,users.*',
      'x-appwrite-webhook-name': Buffer.from('Hök%0A').toString('latin1'),
      'x-appwrite-webhook-user-id': 'ann',
      'x-appwrite-webhook-project-id': stage.project.$id,
      'x-appwrite-webhook-signature': signature,
      'x-appwrite-webhook-delivery': expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(one?.rawHeaders).toContain('X-Appwrite-Webhook-Signature');
  });

  test('are told once however many of their patterns fit, and not of what they did not ask for', async () => {
    const stage = await open();
    const receiver = await receive();
    const names = ['/every', '/created', '/one', '/three', '/other', '/team'];
    const patterns = [
      ['users.*'],
      ['users.*.create'],
      ['users.ann'],
      ['users.*', 'users.ann', 'users.*.create'],
      ['users.bob', 'users.*.delete'],
      ['teams.*'],
    ];
    for (const [at, events] of patterns.entries())
      await addWebhook(stage, { url: `${receiver.url}${names[at]}`, events });
    await tell(stage, {}, { event: 'teams.[teamId].create' });
    await eventually(() => expect(receiver.received).toHaveLength(5));
    await settle(stage);
    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/created', '/every', '/one', '/team', '/three']);
  });

  test('learn no user where a key or a guest acted, and no credentials are made up', async () => {
    const stage = await open();
    const receiver = await receive();
    await addWebhook(stage, { url: receiver.url, httpUser: 'me' });
    const nobody = { id: '', internalId: 0, name: '', email: '' };
    await tell(stage, { actor: { ...nobody, kind: 'key', id: 'key' } }, { actor: { ...nobody, kind: 'guest' } });
    await eventually(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received.map(({ headers }) => headers['x-appwrite-webhook-user-id'])).toEqual(['', '']);
    expect(receiver.received.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  test('get a secret in clear that was sealed on its way', async () => {
    const stage = await open();
    const receiver = await receive();
    await addWebhook(stage, { url: receiver.url });
    await tell(stage, { payload: { secret: 'open sesame' }, secret: true });
    await eventually(() => expect(receiver.received.map(({ body }) => body)).toEqual(['{"secret":"open sesame"}']));
  });

  test('are told of the changes of one request in their order, one at a time', async () => {
    const stage = await open();
    const receiver = await receive((response) => void setTimeout(() => response.end(), 15));
    await addWebhook(stage, { url: receiver.url });
    const numbers = Array.from({ length: 12 }, (_, at) => at);
    await tell(stage, ...numbers.map((number) => ({ payload: { number }, request: 'one request' })));
    await eventually(() => expect(receiver.received).toHaveLength(12));
    expect(receiver.received.map(({ body }) => JSON.parse(body).number)).toEqual(numbers);
    expect(Math.max(...receiver.received.map(({ open }) => open))).toBe(1);
  });

  test('are told again where they failed, with the same bytes', async () => {
    const stage = await open();
    const receiver = await receive((response, _, count) => {
      const status = [500, 408, 429][count - 1];
      if (count === 4) response.destroy();
      else response.writeHead(status ?? 200).end();
    });
    await addWebhook(stage, { url: receiver.url });
    await tell(stage, { payload: { name: 'Zoë' } });
    await eventually(() => expect(receiver.received).toHaveLength(5));
    await settle(stage);
    const same = receiver.received.map(({ body, headers }) => [
      body,
      headers['x-appwrite-webhook-signature'],
      headers['x-appwrite-webhook-delivery'],
    ]);
    expect(new Set(same.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(receiver.received).toHaveLength(5);
  });

  test('are not told again where they refuse, nor sent elsewhere by them', async () => {
    const stage = await open();
    const elsewhere = await receive();
    const receiver = await receive((response, { path }) => {
      if (path === '/moved') response.writeHead(307, { location: elsewhere.url }).end();
      else response.writeHead(404).end();
    });
    await addWebhook(stage, { url: `${receiver.url}/moved` });
    await addWebhook(stage, { url: `${receiver.url}/missing` });
    await tell(stage, {});
    await eventually(() => expect(receiver.received).toHaveLength(2));
    await settle(stage);
    expect([receiver.received.length, elsewhere.received.length]).toEqual([2, 0]);
  });

  test('are given up after the last attempt, with the reason, and counted as failing until one arrives', async () => {
    const stage = await open({ _APP_WEBHOOK_MAX_ATTEMPTS: '2' });
    let status = 503;
    const receiver = await receive((response) => void response.writeHead(status).end());
    const webhook = await addWebhook(stage, { url: receiver.url });
    const { store } = stage.connections;
    const failures = async () => (await store.in(0).get('webhooks', webhook.$id))?.failures;
    await tell(stage, {});
    await eventually(async () => expect(await failures()).toBe(1));
    const [one] = receiver.received;
    const delivery = String(one?.headers['x-appwrite-webhook-delivery']);
    await eventually(async () => {
      const dead = (await store.messages.dead('webhook', 1000)).find(({ id }) => id.startsWith(delivery));
      expect(dead).toMatchObject({ attempts: 2, error: expect.stringContaining('503') });
    });
    expect(receiver.received).toHaveLength(2);
    status = 200;
    await tell(stage, {});
    await eventually(async () => expect(await failures()).toBe(0));
  });

  test('that hang or are gone do not keep the others waiting', async () => {
    const limits = { ...QUICK, totalMilliseconds: 5000, waitMilliseconds: 300, returnMilliseconds: 60_000 };
    const stage = await open({}, limits);
    const hanging = await receive(() => undefined);
    const healthy = await receive();
    const gone = await freePort();
    await addWebhook(stage, { url: hanging.url });
    await addWebhook(stage, { url: `http://127.0.0.1:${gone}` });
    await addWebhook(stage, { url: healthy.url });
    const began = Date.now();
    for (let number = 0; number < 50; number++) await tell(stage, { payload: { number } });
    await eventually(() => expect(healthy.received).toHaveLength(50));
    expect(Date.now() - began).toBeLessThan(5000);
    expect(new Set(healthy.received.map(({ body }) => body)).size).toBe(50);
    expect(Math.max(...hanging.received.map(({ open }) => open))).toBeLessThanOrEqual(limits.perHost);
  });

  test('that make room for others come back without having lost an attempt', async () => {
    // In a cluster what waits for long is brought back by the relay of another process.
    const limits = { ...QUICK, perHost: 1, waitMilliseconds: 50 };
    const stage = await open({ _APP_WEBHOOK_MAX_ATTEMPTS: '1' }, limits);
    const receiver = await receive((response) => void setTimeout(() => response.end(), 400));
    await addWebhook(stage, { url: receiver.url });
    await tell(stage, { payload: { number: 1 } }, { payload: { number: 2 } });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    const { store } = stage.connections;
    const waits = async () => {
      const rows = await store.engine.all('SELECT body, attempts FROM messages WHERE name = ? AND due > ?', [
        'webhook',
        0,
      ]);
      return rows.filter(([body]) => String(body).includes(stage.project.$id)).map(([, attempts]) => Number(attempts));
    };
    if (profile === 'cluster') await eventually(async () => expect(await waits()).toEqual([0]));
    else await eventually(() => expect(receiver.received).toHaveLength(2));
  });

  test('are only probed after many failures, until one arrives', async () => {
    const limits = { ...QUICK, failuresMax: 3, probeMilliseconds: 600, delaysSeconds: [0.05] };
    const stage = await open({ _APP_WEBHOOK_MAX_ATTEMPTS: '100' }, limits);
    let status = 500;
    const receiver = await receive((response) => void response.writeHead(status).end());
    await addWebhook(stage, { url: receiver.url });
    const began = Date.now();
    await tell(stage, {});
    await eventually(() => expect(receiver.received).toHaveLength(4));
    expect(Date.now() - began).toBeGreaterThanOrEqual(600);
    status = 200;
    await eventually(() => expect(receiver.received).toHaveLength(5));
    await tell(stage, {});
    await eventually(() => expect(receiver.received).toHaveLength(6));
  });

  test('that are deleted, or whose project is, hear nothing any more', async () => {
    const stage = await open();
    let status = 500;
    const receiver = await receive((response) => void response.writeHead(status).end());
    const webhook = await addWebhook(stage, { url: receiver.url });
    await tell(stage, {});
    await eventually(() => expect(receiver.received.length).toBeGreaterThan(0));
    await stage.connections.store.write((transaction) => transaction.in(0).delete('webhooks', webhook.$id));
    await settle(stage);
    const heard = receiver.received.length;
    status = 200;
    const change = await changeOf(stage, {});
    await addWebhook(stage, { url: receiver.url });
    await stage.connections.store.write((transaction) => transaction.in(0).delete('projects', stage.project.$id));
    await publish(stage, [change]);
    const id = newId();
    const { value: project } = await stage.connections.store.write((transaction) =>
      transaction.in(0).create('projects', { $id: id, teamId: 'team', teamInternalId: 1, name: 'Other' }),
    );
    await settle({ ...stage, project });
    expect(receiver.received).toHaveLength(heard);
  });

  test('of a project do not hear of the one that had its ID before', async () => {
    const stage = await open();
    const receiver = await receive();
    const change = await changeOf(stage, {});
    const { store } = stage.connections;
    await store.write((transaction) => transaction.in(0).delete('projects', stage.project.$id));
    const { value: project } = await store.write((transaction) =>
      transaction
        .in(0)
        .create('projects', { $id: stage.project.$id, teamId: 'team', teamInternalId: 1, name: 'Again' }),
    );
    await addWebhook({ ...stage, project }, { url: receiver.url });
    await publish(stage, [change]);
    await tell({ ...stage, project }, { payload: { $id: 'new' } });
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await settle({ ...stage, project });
    expect(receiver.received.map(({ body }) => body)).toEqual(['{"$id":"new"}']);
  });

  test('are not sent to private addresses where that is denied', async () => {
    const stage = await open({ _APP_WEBHOOK_DENY_PRIVATE: 'enabled' });
    const receiver = await receive();
    const port = new URL(receiver.url).port;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433'])
      await addWebhook(stage, { url: `http://${host}:${port}/` });
    await tell(stage, {});
    const { store } = stage.connections;
    await eventually(async () => {
      const dead = await store.messages.dead('webhook', 1000);
      const own = dead.filter(({ body }) => body.includes(stage.project.$id));
      expect(own.map(({ error, attempts }) => [error.includes('PermanentError'), attempts])).toEqual(
        Array.from({ length: 4 }, () => [true, 1]),
      );
    });
    expect(receiver.received).toEqual([]);
  });

  test('get a change once that is handed out twice', async () => {
    const stage = await open();
    const receiver = await receive((response) => void setTimeout(() => response.end(), 200));
    await addWebhook(stage, { url: receiver.url });
    const change = await changeOf(stage, {});
    const committed = await publish(stage, [change]);
    await eventually(() => expect(receiver.received).toHaveLength(1));
    await stage.connections.bus.publish(committed.map((message) => ({ ...message, attempts: 1 })));
    await settle(stage);
    expect(receiver.received).toHaveLength(1);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
