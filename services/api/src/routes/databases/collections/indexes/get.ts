import { route } from '../../../../route.js';
import { readCollection } from '../collection.js';
import { findIndex, indexesPath, indexParams, olderIndexes } from './index-row.js';

export const getIndex = route({
  name: 'databases.getIndex',
  method: 'GET',
  path: `${indexesPath}/:key`,
  aliases: olderIndexes('/:key'),
  summary: 'Get an index',
  scope: 'collections.read',
  auth: ['key'],
  params: indexParams,
  response: { status: 200, model: 'index' },
  async action(call) {
    const { indexes } = await readCollection(call, call.params);
    return findIndex(indexes, call.params.key);
  },
});
