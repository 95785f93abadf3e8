import { route } from '../../../route.js';
import { collectionParams, collectionPath, collectionView, olderCollections, readCollection } from './collection.js';

export const getCollection = route({
  name: 'databases.getCollection',
  method: 'GET',
  path: collectionPath,
  aliases: olderCollections('/:collectionId'),
  summary: 'Get a collection',
  scope: 'collections.read',
  auth: ['key'],
  params: collectionParams,
  response: { status: 200, model: 'collection' },
  async action(call) {
    const opened = await readCollection(call, call.params);
    return collectionView(opened.row, opened);
  },
});
