import { mayRead } from '@plinth/database';
import { AppError, invalidArgument } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { documentQueries, readQueries } from '../../../lists.js';
import { openEnabledCollection } from '../collection.js';
import { documentParams, documentPath, olderPath } from './document.js';
import { documentText } from './text.js';

export const getDocument = route({
  name: 'databases.getDocument',
  method: 'GET',
  path: `${documentPath}/:documentId`,
  aliases: olderPath('/:documentId'),
  summary: 'Get a document',
  scope: 'documents.read',
  auth: ['session', 'jwt', 'key'],
  params: { ...documentParams, queries: documentQueries },
  response: { status: 200, model: 'document' },
  async action(call) {
    const { params, actor } = call;
    const { collection } = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const queries = params.queries?.length ? readQueries(params.queries) : [];
    const other = queries.find(({ method }) => method !== 'select');
    if (other) throw invalidArgument('queries', `${other.method} cannot be used on a single document, only select.`);
    const select = queries.length > 0 ? collection.selectable(queries) : null;
    const document = await call.documents.get(collection, params.documentId, select ? { select } : {});
    if (!document || !mayRead(collection, document, actor.access)) throw new AppError('document_not_found');
    call.resultText = documentText(document);
    return document;
  },
});
