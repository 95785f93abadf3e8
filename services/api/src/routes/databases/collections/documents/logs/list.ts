import { mayRead } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { route } from '../../../../../route.js';
import { pagingParams } from '../../../../lists.js';
import { listLogs } from '../../../../logs.js';
import { openEnabledCollection } from '../../collection.js';
import { documentParams, documentPath, olderPath } from '../document.js';

export const listDocumentLogs = route({
  name: 'databases.listDocumentLogs',
  method: 'GET',
  path: `${documentPath}/:documentId/logs`,
  aliases: olderPath('/:documentId/logs'),
  summary: 'List what was done to a document',
  scope: 'documents.read',
  auth: ['admin'],
  params: { ...documentParams, ...pagingParams },
  response: { status: 200, model: 'logList' },
  async action(call) {
    const { params, actor } = call;
    const { collection, database, row } = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const document = await call.documents.get(collection, params.documentId);
    if (!document || !mayRead(collection, document, actor.access)) throw new AppError('document_not_found');
    return listLogs(
      call,
      { resource: `database/${database.$id}/collection/${row.$id}/document/${document.$id}` },
      params.queries,
      document.$createdAt,
    );
  },
});
