import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request, type Seeded, seedCollection, seedProject } from './admin.js';
import { eventually, profiles, type Stack, startStack } from './stack.js';

const ROUNDS = 3;
const WRITERS = 6;
/** Services of a cluster that the rounds end in turn. */
const VICTIMS = ['api', 'webhooks', 'maintenance', 'audits'];

/** Processes end without a word in the middle of writes: what was answered stays, and is told. */
describe.each(profiles)('killed processes (%s)', (profile) => {
  let stack: Stack;
  let hooks: Server;
  let seeded: Seeded;
  let documents = '';
  const delivered = new Set<string>();
  const acknowledged: string[] = [];

  beforeAll(async () => {
    hooks = createServer((incoming, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      incoming.on('end', () => {
        delivered.add(String((JSON.parse(body) as { $id: string }).$id));
        response.end();
      });
    });
    await new Promise<void>((done) => hooks.listen(0, '127.0.0.1', done));
    stack = await startStack(profile, { replicas: 'api=2' });
    seeded = await seedProject(stack.endpoint);
    documents = await seedCollection(seeded);
    const url = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;
    const events = ['databases.*.collections.*.documents.*.create'];
    await seeded.must(
      'POST',
      `/projects/${seeded.projectId}/webhooks`,
      { name: 'Hook', events, url, security: true },
      seeded.owner,
    );
  }, 180_000);

  afterAll(async () => {
    await stack?.stop();
    await new Promise((done) => hooks?.close(done));
  }, 60_000);

  it('loses no acknowledged document and no webhook of one', async () => {
    let number = 0;
    let isWriting = true;
    const write = async () => {
      while (isWriting) {
        const documentId = `k${number++}`;
        const answer = await request(
          stack.endpoint,
          'POST',
          documents,
          { documentId, data: { title: documentId } },
          seeded.server,
        ).catch(() => null);
        if (answer?.status === 201) acknowledged.push(documentId);
        else await sleep(20);
      }
    };
    const writers = Array.from({ length: WRITERS }, write);
    for (let round = 0; round < ROUNDS; round++) {
      const before = acknowledged.length;
      await eventually(() => acknowledged.length >= before + 40, 'nothing is written');
      const pids = stack.pids();
      const victim = profile === 'embedded' ? pids.embedded?.[0] : pids[VICTIMS[round % VICTIMS.length] ?? '']?.[0];
      stack.kill(victim ?? 0);
      if (profile === 'embedded') await stack.restart();
    }
    const before = acknowledged.length;
    await eventually(() => acknowledged.length >= before + 40, 'nothing is written after the last kill');
    isWriting = false;
    await Promise.all(writers);
    for (const documentId of acknowledged) {
      const { status } = await request(stack.endpoint, 'GET', `${documents}/${documentId}`, undefined, seeded.server);
      expect({ documentId, status }).toEqual({ documentId, status: 200 });
    }
    await eventually(
      () => acknowledged.every((documentId) => delivered.has(documentId)),
      'webhooks are missing',
      () => acknowledged.filter((documentId) => !delivered.has(documentId)).join(', '),
    );
  }, 240_000);
});
