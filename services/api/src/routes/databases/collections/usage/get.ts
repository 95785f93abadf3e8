import { route } from '../../../../route.js';
import { rangeParam, seriesOf } from '../../../usage.js';
import { databaseParams } from '../../database.js';
import { collectionParams, collectionPath, readCollection } from '../collection.js';

const SERIES = ['documentsCount', 'documentsCreate', 'documentsRead', 'documentsUpdate', 'documentsDelete'] as const;

export const getCollectionUsage = route({
  name: 'databases.getCollectionUsage',
  method: 'GET',
  path: `${collectionPath}/usage`,
  aliases: [{ path: '/database/:collectionId/usage', params: { databaseId: 'default' } }],
  summary: 'Get figures of a collection over time',
  scope: 'collections.read',
  auth: ['admin'],
  params: { ...databaseParams, range: rangeParam, collectionId: collectionParams.collectionId },
  response: { status: 200, model: 'usageCollection' },
  async action(call) {
    await readCollection(call, call.params);
    return seriesOf(call.params.range, SERIES);
  },
});
