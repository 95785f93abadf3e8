import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { givenText, givenThings, inThings, readIn, refusalsInCollection } from '../given.js';
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
