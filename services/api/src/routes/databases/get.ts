import { route } from '../../route.js';
import { databaseParams, findDatabase } from './database.js';

export const getDatabase = route({
  name: 'databases.get',
  method: 'GET',
  path: '/databases/:databaseId',
  summary: 'Get a database',
  scope: 'databases.read',
  auth: ['key'],
  params: databaseParams,
  response: { status: 200, model: 'database' },
  action: ({ params, documents }) => findDatabase(documents, params.databaseId),
});
