import { expect } from '@jest/globals';
import { makeWorld, onBothProfiles, scenarios, type World } from '../../../scenarios.js';
import { givenText, givenThings, inThings, make, readIn, refusalsInCollection, settle } from '../given.js';
import { attributesOf, givenRelation, KINDS, relate } from './attributes/relationship/given.js';
import { deleteCollection } from './delete.js';

scenarios(deleteCollection, [
  {
    name: 'takes a collection away at once, and leaves its tables to the worker',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      // Kept by this process from now on.
      await readIn(world, 'documents');
    },
    params: inThings,
    expect: { status: 204, events: ['databases.db.collections.things.delete'], jobs: ['remove'] },
    async after(world) {
      const payload = JSON.parse(world.changes[0]?.payload ?? '');
      expect(payload).toMatchObject({ $id: 'things', name: 'Things', attributes: [{ key: 'title' }] });
      expect(world.jobs[0]?.body).toMatchObject({ type: 'collection', databaseId: 'db', collectionId: 'things' });
      for (const tail of ['documents', 'attributes', 'indexes', ''])
        expect((await readIn(world, tail)).body.type).toBe('collection_not_found');
    },
  },
  ...refusalsInCollection(inThings),
]);

onBothProfiles('the deletion of related collections', (stage) => {
  const remove = (world: World, collectionId: string) =>
    world.call({ method: 'DELETE', path: `/v1/databases/db/collections/${collectionId}`, as: 'key' });

  it('takes both away when they are deleted at once', async () => {
    const world = await makeWorld(stage());
    await givenRelation(world);
    const answers = await Promise.all(['things', 'others'].map((collectionId) => remove(world, collectionId)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    await settle(world);
    expect((await make(world, 'GET', '/databases/db/collections')).body.total).toBe(0);
  });

  it('leaves no relation that leads nowhere, though relations are made meanwhile', async () => {
    const world = await makeWorld(stage());
    await givenRelation(world);
    const path = '/v1/databases/db/collections/things/attributes/relationship';
    const create = (at: number) =>
      world.call({
        method: 'POST',
        path,
        as: 'key',
        body: { relatedCollectionId: 'others', type: KINDS[at % KINDS.length], key: `k${at}` },
      });
    const [deleted, ...made] = await Promise.all([
      remove(world, 'others'),
      ...Array.from({ length: 8 }, (_, at) => create(at)),
    ]);
    expect(deleted?.status).toBe(204);
    for (const { status, body } of made) expect([202, 'collection_not_found']).toContain(body.type ?? status);
    await settle(world);
    expect((await attributesOf(world, 'things')).filter(({ type }) => type === 'relationship')).toEqual([]);
    await make(world, 'POST', '/databases/db/collections', { collectionId: 'others', name: 'New' });
    await relate(world);
  });
});
