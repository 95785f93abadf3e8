import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { deleteDatabase } from './delete.js';
import { givenDatabase, givenThings, make, readIn, refusalsInDatabase } from './given.js';

scenarios(deleteDatabase, [
  {
    name: 'takes a database away at once, with all that is reached through it',
    as: 'key',
    async given(world) {
      await givenThings(world);
      // Kept by this process from now on.
      await readIn(world, 'documents');
    },
    params: { databaseId: 'db' },
    expect: { status: 204, events: ['databases.db.delete'], jobs: ['remove'] },
    async after(world) {
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toMatchObject({ $id: 'db', name: 'DB' });
      expect(world.jobs[0]?.body).toMatchObject({ type: 'database', databaseId: 'db' });
      for (const tail of ['documents', 'attributes', 'indexes', ''])
        expect((await readIn(world, tail)).body.type).toBe('database_not_found');
    },
  },
  {
    name: 'a new database of the old ID is empty',
    as: 'key',
    given: givenThings,
    params: { databaseId: 'db' },
    expect: { status: 204 },
    async after(world) {
      await givenDatabase(world);
      expect((await make(world, 'GET', '/databases/db/collections')).body).toMatchObject({ total: 0 });
      expect((await readIn(world, 'documents')).body.type).toBe('collection_not_found');
    },
  },
  ...refusalsInDatabase({ databaseId: 'db' }),
]);
