import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import {
  createIn,
  eventsOf,
  givenDocuments,
  givenIndex,
  givenText,
  givenThings,
  inThings,
  readIn,
  refusalsInCollection,
  settle,
} from '../../given.js';
import { deleteIndex } from './delete.js';

const params = { ...inThings, key: 'i' };

const given = (type: string) => async (world: World) => {
  await givenThings(world);
  await givenText(world, 'title');
  await givenIndex(world, 'i', type, [type === 'fulltext' ? '$id' : 'title']);
};

scenarios(deleteIndex, [
  {
    name: 'takes an index away, and what it refused is stored again',
    as: 'key',
    async given(world) {
      await given('unique')(world);
      await givenDocuments(world, { title: 'one' });
    },
    params,
    expect: { status: 204 },
    async after(world) {
      expect(eventsOf(world)).toEqual(['databases.db.collections.things.indexes.i.delete']);
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toMatchObject({ key: 'i', status: 'deleting' });
      await settle(world);
      expect((await readIn(world, 'indexes/i')).body.type).toBe('index_not_found');
      expect((await createIn(world, 'documents', { documentId: 'x', data: { title: 'one' } })).status).toBe(201);
    },
  },
  {
    name: 'takes a failed one away, which says so until it is gone',
    as: 'admin',
    given: given('fulltext'),
    params,
    expect: { status: 204 },
    async after(world) {
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toMatchObject({ status: 'failed' });
      await settle(world);
      expect((await readIn(world, 'indexes')).body).toMatchObject({ total: 0 });
    },
  },
  {
    name: 'one that is still to be made never becomes available',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      await createIn(world, 'indexes', { key: 'i', type: 'key', attributes: ['title'] });
    },
    params,
    expect: { status: 204 },
    async after(world) {
      const statuses = async () =>
        ((await readIn(world, 'indexes')).body.indexes as { status: string }[]).map(({ status }) => status);
      expect(['', 'deleting']).toContain((await statuses()).join());
      await settle(world);
      expect(await statuses()).toEqual([]);
    },
  },
  {
    name: 'an index that is not there is refused',
    as: 'key',
    given: givenThings,
    params,
    expect: { status: 404, type: 'index_not_found' },
  },
  ...refusalsInCollection(params),
]);
