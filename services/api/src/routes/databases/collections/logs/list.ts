import { route } from '../../../../route.js';
import { pagingParams } from '../../../lists.js';
import { listLogs } from '../../../logs.js';
import { collectionParams, collectionPath, olderCollections, readCollection } from '../collection.js';

export const listCollectionLogs = route({
  name: 'databases.listCollectionLogs',
  method: 'GET',
  path: `${collectionPath}/logs`,
  aliases: olderCollections('/:collectionId/logs'),
  summary: 'List what was done to a collection, and who made its documents',
  scope: 'collections.read',
  auth: ['admin'],
  params: { ...collectionParams, ...pagingParams },
  response: { status: 200, model: 'logList' },
  async action(call) {
    const { database, row } = await readCollection(call, call.params);
    const resource = `database/${database.$id}/collection/${row.$id}`;
    return listLogs(call, { resource }, call.params.queries, row.$createdAt);
  },
});
