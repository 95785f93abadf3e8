import { route } from '../../../../route.js';
import { placeOf, runStep } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { deleteLimit, documentParams, documentPath, olderPath } from './document.js';

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
    const { params } = call;
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const place = await placeOf(call, opened, 'delete');
    await call.write(async (writing) => {
      const step = { ...place, action: 'delete', id: params.documentId, data: {}, permissions: null } as const;
      const done = await runStep(call, writing, { ...step, ifNotChangedSince: call.timestamp });
      const { document, realtimeValue } = done;
      writing.ids({ documentId: document.$id });
      writing.payload(document, { model: 'document', ...(realtimeValue ? { realtimeValue } : {}) });
    });
  },
});
