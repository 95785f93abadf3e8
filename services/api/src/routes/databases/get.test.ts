import { scenarios } from '../../scenarios.js';
import { getDatabase } from './get.js';
import { givenDatabase, refusalsInDatabase } from './given.js';

scenarios(getDatabase, [
  {
    name: 'gives a database, whatever the case of its ID',
    as: 'key',
    given: givenDatabase,
    params: { databaseId: 'DB' },
    expect: { status: 200, body: { $id: 'db', name: 'DB' }, events: [] },
  },
  ...refusalsInDatabase({ databaseId: 'db' }),
]);
