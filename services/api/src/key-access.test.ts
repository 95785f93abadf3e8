import { expect, it } from '@jest/globals';
import { makeRequest } from '@plinth/http';
import { noteKeyUse } from './key-access.js';
import { makeWorld, onBothProfiles, type Stage, type World } from './scenarios.js';

const OLD = '2020-01-01T00:00:00.000+00:00';

onBothProfiles('the use of an API key', (stage) => {
  const rowOf = async ({ connections, keyId }: World) => connections.store.in(0).get('keys', keyId);

  async function note(world: World, { connections }: Stage, sdk?: string): Promise<void> {
    const project = await connections.projects.open(world.project.$id);
    const key = project && [...project.keys.values()][0];
    if (!key) throw new Error('The project has no key.');
    const headers: Record<string, string> = sdk === undefined ? {} : { 'x-sdk-name': sdk };
    await noteKeyUse(
      { connections, request: makeRequest({ method: 'GET', target: '/v1/teams', headers }) },
      project,
      key,
    );
  }

  it('is noted with the library that used it, and leaves the key unchanged otherwise', async () => {
    const world = await makeWorld(stage());
    const before = await rowOf(world);
    await note(world, stage(), 'Node.js');
    const row = await rowOf(world);
    expect(row).toMatchObject({ sdks: ['node.js'], $updatedAt: before?.$updatedAt });
    expect(Date.parse(row?.accessedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is noted by a request, which does not wait for it', async () => {
    const world = await makeWorld(stage());
    const headers = { 'x-sdk-name': 'Python' };
    const answer = await world.call({ method: 'GET', path: '/v1/teams', as: 'key', headers });
    expect(answer.status).toBe(200);
    for (const end = Date.now() + 5000; (await rowOf(world))?.sdks.length === 0 && Date.now() < end; )
      await new Promise(setImmediate);
    expect(await rowOf(world)).toMatchObject({ sdks: ['python'] });
  });

  it('is noted again only after a day, or for another library that is known', async () => {
    const world = await makeWorld(stage());
    const { connections } = stage();
    await note(world, stage(), 'Ruby');
    const first = await rowOf(world);
    await note(world, stage(), 'ruby');
    await note(world, stage(), 'Curl');
    expect(await rowOf(world)).toEqual(first);
    await note(world, stage(), 'Go');
    expect((await rowOf(world))?.sdks).toEqual(['ruby', 'go']);
    await connections.store.write((transaction) => transaction.in(0).update('keys', world.keyId, { accessedAt: OLD }));
    connections.projects.forget(world.project.$id);
    await note(world, stage());
    expect((await rowOf(world))?.accessedAt).not.toBe(OLD);
  });

  it('reaches the kept copies of the project', async () => {
    const world = await makeWorld(stage());
    await note(world, stage(), 'Dart');
    const project = await stage().connections.projects.open(world.project.$id);
    expect([...(project?.keys.values() ?? [])][0]?.sdks).toEqual(['dart']);
  });

  it('of a key that is gone harms nothing', async () => {
    const world = await makeWorld(stage());
    await stage().connections.projects.open(world.project.$id);
    await stage().connections.store.write((transaction) => transaction.in(0).delete('keys', world.keyId));
    await note(world, stage(), 'Dart');
    expect(await rowOf(world)).toBeNull();
  });
});
