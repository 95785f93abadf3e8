import { route } from '../../../route.js';
import { pagingParams } from '../../lists.js';
import { listLogs } from '../../logs.js';
import { databaseParams, findDatabase } from '../database.js';

export const listDatabaseLogs = route({
  name: 'databases.listLogs',
  method: 'GET',
  path: '/databases/:databaseId/logs',
  summary: 'List what was done to a database',
  scope: 'databases.read',
  auth: ['admin'],
  params: { ...databaseParams, ...pagingParams },
  response: { status: 200, model: 'logList' },
  async action(call) {
    const { $id, $createdAt } = await findDatabase(call.documents, call.params.databaseId);
    return listLogs(call, { resource: `database/${$id}` }, call.params.queries, $createdAt);
  },
});
