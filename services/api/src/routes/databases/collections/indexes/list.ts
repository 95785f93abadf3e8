import { route } from '../../../../route.js';
import { collectionParams, readCollection } from '../collection.js';
import { indexesPath, olderIndexes } from './index-row.js';

export const listIndexes = route({
  name: 'databases.listIndexes',
  method: 'GET',
  path: indexesPath,
  aliases: olderIndexes(),
  summary: 'List the indexes of a collection',
  scope: 'collections.read',
  auth: ['key'],
  params: collectionParams,
  response: { status: 200, model: 'indexList' },
  async action(call) {
    const { indexes } = await readCollection(call, call.params);
    return { total: indexes.length, indexes };
  },
});
