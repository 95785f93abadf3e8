import { AppError, messages } from '@plinth/definitions';
import { route } from '../../../route.js';
import {
  collectionParams,
  collectionPath,
  collectionView,
  olderCollections,
  readCollection,
  readSchema,
} from './collection.js';

export const deleteCollection = route({
  name: 'databases.deleteCollection',
  method: 'DELETE',
  path: collectionPath,
  aliases: olderCollections('/:collectionId'),
  summary: 'Delete a collection with its documents',
  scope: 'collections.write',
  auth: ['key'],
  params: collectionParams,
  response: { status: 204, model: 'none' },
  event: 'databases.[databaseId].collections.[collectionId].delete',
  audit: { event: 'collection.delete', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params, project } = call;
    const { database, row: known } = await readCollection(call, params);
    await call.write(async (writing) => {
      const { documents } = writing;
      const scope = database.$internalId;
      const row = await documents.get('collections', known.$id, { scope, lock: true });
      if (row?.$internalId !== known.$internalId) throw new AppError('collection_not_found');
      const ids = { databaseId: database.$id, collectionId: row.$id };
      const payload = collectionView(row, await readSchema(documents, row));
      await documents.delete('collections', row.$id, { scope });
      const job = { type: 'collection', project: project.internalId, collection: row.$internalId, ...ids } as const;
      writing.enqueue(messages.remove, job);
      writing.ids(ids);
      writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      writing.payload(payload, { model: 'collection' });
    });
  },
});
