import { scenarios } from '../../../scenarios.js';
import { givenDatabase, refusalsInDatabase } from '../given.js';
import { listDatabaseLogs } from './list.js';
import { logScenarios } from './scenarios.js';

scenarios(listDatabaseLogs, [
  ...logScenarios({
    given: givenDatabase,
    params: { databaseId: 'db' },
    spelled: { databaseId: 'DB' },
    resource: 'database/db',
    others: ['database/db2', 'database/db/collection/things', 'team/db'],
    as: ['key', 'admin'],
  }),
  ...refusalsInDatabase({ databaseId: 'db' }),
]);
