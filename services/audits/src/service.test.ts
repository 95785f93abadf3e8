import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Connections, connect, makeChange, type Project, testEnvironments } from '@plinth/core';
import { isoTime, newId } from '@plinth/database';
import { type Change, type ChangeActor, messages } from '@plinth/definitions';
import { type Started, start } from '@plinth/service';
import { audits } from './service.js';

const USER: ChangeActor = { kind: 'user', id: 'ann', internalId: 7, name: 'Ann', email: 'ann@person.test' };
const AT = isoTime();

async function eventually(check: () => void | Promise<void>, milliseconds = 15_000): Promise<void> {
  for (const end = Date.now() + milliseconds; ; await sleep(10)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

describe.each(testEnvironments(process.env))('audits (%s)', (_, environment) => {
  let started: Started<Connections>;

  beforeAll(async () => {
    started = await start(audits, connect, environment);
    // In the embedded profile a change is handed out when all of its consumers are there.
    await started.connections.bus.consume(messages.change, 'webhooks', async () => undefined);
  });
  afterAll(() => started.stop());

  async function makeProject(): Promise<Project> {
    const { store, projects } = started.connections;
    const id = newId();
    await store.write((transaction) =>
      transaction.in(0).create('projects', { $id: id, teamId: 'team', teamInternalId: 1, name: 'Project' }),
    );
    const project = await projects.open(id);
    if (!project) throw new Error('The project is not there.');
    return project;
  }

  const changeOf = (project: Project, resource: string, more: { actor?: ChangeActor; audit?: false } = {}): Change =>
    makeChange({
      project,
      actor: more.actor ?? USER,
      mode: 'admin',
      at: AT,
      event: null,
      ids: {},
      payload: '{"secret":"not for the record"}',
      ...(more.audit === false
        ? {}
        : { audit: { event: 'user.update', resource, userAgent: 'Agent', ip: '192.0.2.1' } }),
    });

  async function tell(changes: readonly Change[]) {
    const { store, bus } = started.connections;
    const { messages: committed } = await store.write((transaction) =>
      transaction.enqueue(changes.map((body) => ({ name: messages.change.name, body }))),
    );
    await bus.publish(committed);
    return committed;
  }

  const rowsOf = (project: Project) => project.documents.findAll('audit', {});

  it('name actor, event and resource, and where it came from', async () => {
    const project = await makeProject();
    const [message] = await tell([changeOf(project, 'user/ann')]);
    await eventually(async () => expect(await rowsOf(project)).toHaveLength(1));
    const [row] = await rowsOf(project);
    expect(row).toMatchObject({
      $id: message?.id,
      userId: 'ann',
      userKind: 'user',
      userInternalId: 7,
      userName: 'Ann',
      userEmail: 'ann@person.test',
      mode: 'admin',
      event: 'user.update',
      resource: 'user/ann',
      userAgent: 'Agent',
      ip: '192.0.2.1',
      time: AT,
    });
    expect(JSON.stringify(row)).not.toContain('not for the record');
  });

  it('leave out what nobody did, and what is nobody’s business', async () => {
    const project = await makeProject();
    const nobody: ChangeActor = { kind: 'guest', id: '', internalId: 0, name: '', email: '' };
    await tell([
      changeOf(project, 'user/guest', { actor: nobody }),
      changeOf(project, 'user/none', { audit: false }),
      changeOf(project, ''),
      changeOf(project, 'user/key', { actor: { ...nobody, kind: 'key', id: 'key' } }),
    ]);
    await eventually(async () => expect(await rowsOf(project)).toHaveLength(1));
    expect((await rowsOf(project)).map(({ resource }) => resource)).toEqual(['user/key']);
  });

  it('keep every one of many, in their order', async () => {
    const project = await makeProject();
    const resources = Array.from({ length: 250 }, (_, at) => `user/${at}`);
    await tell(resources.map((resource) => changeOf(project, resource)));
    await eventually(async () => expect(await rowsOf(project)).toHaveLength(250));
    expect((await rowsOf(project)).map(({ resource }) => resource)).toEqual(resources);
  });

  it('record a message once that is delivered twice, and what came with it', async () => {
    const project = await makeProject();
    const committed = await tell([changeOf(project, 'user/1'), changeOf(project, 'user/2')]);
    await eventually(async () => expect(await rowsOf(project)).toHaveLength(2));
    // As another attempt, so that no adapter takes it for a duplicate before it is handed out.
    await started.connections.bus.publish(committed.map((message) => ({ ...message, attempts: 1 })));
    await tell([changeOf(project, 'user/3')]);
    await eventually(async () => expect(await rowsOf(project)).toHaveLength(3));
  });
});
