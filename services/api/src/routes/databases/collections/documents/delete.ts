import { route } from '../../../../route.js';
import { openEnabledCollection } from '../collection.js';
import { deleteLimit, documentParams, documentPath, olderPath } from './document.js';
import { deleteRelated, familyOf } from './related.js';

export const deleteDocument = route({
  name: 'databases.deleteDocument',
  method: 'DELETE',
  path: `${documentPath}/:documentId`,
  aliases: olderPath('/:documentId'),
  summary: 'Delete a document',
  scope: 'documents.write',
  auth: ['session', 'jwt', 'key'],
  rateLimit: deleteLimit,
  timestamp: true,
  params: documentParams,
  response: { status: 204, model: 'none' },
  event: 'databases.[databaseId].collections.[collectionId].documents.[documentId].delete',
  audit: {
    event: 'document.delete',
    resource: 'database/{params.databaseId}/collection/{params.collectionId}/document/{params.documentId}',
  },
  async action(call) {
    const { params, actor } = call;
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const { collection } = opened;
    // What is related to what goes is followed to its end.
    const hasRelations = (collection.schema.relations ?? []).length > 0;
    const family = hasRelations ? await familyOf(call, opened, Number.POSITIVE_INFINITY) : null;
    await call.write(async (writing) => {
      if (family) {
        const { $id } = await deleteRelated(call, opened, params.documentId, writing, family);
        writing.ids({ documentId: $id });
        return;
      }
      const document = await writing.documents.delete(collection, params.documentId, {
        access: actor.access,
        ifNotChangedSince: call.timestamp,
      });
      writing.ids({ documentId: document.$id });
      writing.payload(document, { model: 'document' });
    });
  },
});
