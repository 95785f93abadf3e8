import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@plinth/database';
import { type Started, start } from '@plinth/service';
import { type Connections, connect } from '../connect.js';
import { testEnvironments } from '../test-environments.js';

const idle = { name: 'test', start: async () => async () => undefined };

describe.each(testEnvironments(process.env))('open projects (%s)', (_, environment) => {
  let started: Started<Connections>;

  beforeAll(async () => {
    started = await start(idle, connect, environment);
  });
  afterAll(() => started.stop());

  async function makeProject(): Promise<string> {
    const id = newId();
    await started.connections.store.write((transaction) =>
      transaction.in(0).create('projects', { $id: id, teamId: 'team', teamInternalId: 1, name: 'Old' }),
    );
    return id;
  }

  const rename = (id: string) =>
    started.connections.store.write((transaction) => transaction.in(0).update('projects', id, { name: 'New' }));

  it('are kept until they are forgotten', async () => {
    const { projects } = started.connections;
    const id = await makeProject();
    await projects.open(id);
    await rename(id);
    expect((await projects.open(id))?.name).toBe('Old');
    projects.forget(id);
    expect((await projects.open(id))?.name).toBe('New');
  });

  it('are not kept when they were forgotten while they were read', async () => {
    const { projects } = started.connections;
    const id = await makeProject();
    const opening = projects.open(id);
    projects.forget(id);
    await opening;
    await rename(id);
    expect((await projects.open(id))?.name).toBe('New');
  });

  it('are the same in any case of their ID', async () => {
    const { projects } = started.connections;
    const id = await makeProject();
    await projects.open(id.toUpperCase());
    await rename(id);
    projects.forget(id);
    expect((await projects.open(id.toUpperCase()))?.name).toBe('New');
  });

  it('are known to be stale by their revision', async () => {
    const { projects } = started.connections;
    const id = await makeProject();
    const project = await projects.open(id);
    expect(await projects.isStale(project, id)).toBe(false);
    await rename(id);
    expect(await projects.isStale(project, id)).toBe(true);
    expect((await projects.open(id))?.name).toBe('New');
  });
});
