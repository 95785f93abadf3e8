import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { givenDatabase, make, refusalsInDatabase } from './given.js';
import { updateDatabase } from './update.js';

scenarios(updateDatabase, [
  {
    name: 'renames a database, which is then found by its new name',
    as: 'key',
    given: givenDatabase,
    params: { databaseId: 'DB', name: 'Boats' },
    expect: { status: 200, body: { $id: 'db', name: 'Boats' }, events: ['databases.db.update'] },
    after: async (world) => {
      expect((await make(world, 'GET', '/databases?search=boats')).body).toMatchObject({ total: 1 });
    },
  },
  {
    name: 'a missing name is refused',
    as: 'key',
    given: givenDatabase,
    params: { databaseId: 'db' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...refusalsInDatabase({ databaseId: 'db', name: 'Boats' }),
]);
