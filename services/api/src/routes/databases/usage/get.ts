import { route } from '../../../route.js';
import { rangeParam, seriesOf } from '../../usage.js';
import { databaseParams, findDatabase } from '../database.js';

const SERIES = [
  'collectionsCount',
  'collectionsCreate',
  'collectionsRead',
  'collectionsUpdate',
  'collectionsDelete',
  'documentsCount',
  'documentsCreate',
  'documentsRead',
  'documentsUpdate',
  'documentsDelete',
] as const;

export const getDatabaseUsage = route({
  name: 'databases.getDatabaseUsage',
  method: 'GET',
  path: '/databases/:databaseId/usage',
  summary: 'Get figures of a database over time',
  scope: 'collections.read',
  auth: ['admin'],
  params: { ...databaseParams, range: rangeParam },
  response: { status: 200, model: 'usageDatabase' },
  async action(call) {
    const { databaseId, range } = call.params;
    await findDatabase(call.documents, databaseId);
    return seriesOf(range, SERIES);
  },
});
