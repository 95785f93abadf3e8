import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { givenThings, inThings, make, refusalsInCollection } from '../../given.js';
import { logScenarios, record } from '../../logs/scenarios.js';
import { listCollectionLogs } from './list.js';

const resource = 'database/db/collection/things';

scenarios(listCollectionLogs, [
  ...logScenarios({
    given: givenThings,
    params: inThings,
    spelled: { databaseId: 'DB', collectionId: 'Things' },
    resource,
    others: ['database/db', 'database/db/collection/things2', `${resource}/document/one`],
    as: ['key', 'admin'],
  }),
  {
    name: 'shows them of a disabled collection, and under the older path of the database named default',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await make(world, 'PUT', '/databases/db/collections/things', { name: 'Things', enabled: false });
      await record(world, resource);
      await make(world, 'POST', '/databases', { databaseId: 'default', name: 'Default' });
      await make(world, 'POST', '/databases/default/collections', { collectionId: 'old', name: 'Old' });
      await record(world, 'database/default/collection/old');
    },
    params: inThings,
    expect: { status: 200, body: { total: 1 } },
    async after(world) {
      expect((await make(world, 'GET', '/database/collections/old/logs')).body).toMatchObject({ total: 1 });
    },
  },
  ...refusalsInCollection(inThings),
]);
