import { route } from '../../../route.js';
import { rangeParam, seriesOf } from '../../usage.js';

const SERIES = [
  'databasesCount',
  'databasesCreate',
  'databasesRead',
  'databasesUpdate',
  'databasesDelete',
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

export const getDatabasesUsage = route({
  name: 'databases.getUsage',
  method: 'GET',
  path: '/databases/usage',
  summary: 'Get figures of all databases over time',
  scope: 'collections.read',
  auth: ['admin'],
  params: { range: rangeParam },
  response: { status: 200, model: 'usageDatabases' },
  action: ({ params }) => seriesOf(params.range, SERIES),
});
