import { grants } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { documentQueries, readQueries } from '../../../lists.js';
import { openEnabledCollection } from '../collection.js';
import { collectionParams, documentPath, olderPath } from './document.js';
import { documentsText } from './text.js';

export const listDocuments = route({
  name: 'databases.listDocuments',
  method: 'GET',
  path: documentPath,
  aliases: olderPath(''),
  summary: 'List documents',
  scope: 'documents.read',
  auth: ['session', 'jwt', 'key'],
  params: { ...collectionParams, queries: documentQueries },
  response: { status: 200, model: 'documentList' },
  async action(call) {
    const { params, actor } = call;
    const { collection, row } = await openEnabledCollection(call, params.databaseId, params.collectionId);
    // Without grants of single documents, who may not read the collection cannot tell it from a missing one.
    if (!row.documentSecurity && !('bypass' in actor.access) && !grants(row.$permissions, 'read', actor.access.roles))
      throw new AppError('collection_not_found');
    const { total, rows } = await call.documents.list(collection, readQueries(params.queries), {
      access: actor.access,
    });
    call.resultText = `{"total":${total},"documents":${documentsText(rows)}}`;
    return { total, documents: rows };
  },
});
