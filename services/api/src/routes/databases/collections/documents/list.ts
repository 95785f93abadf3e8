import { type Document, grants } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { documentQueries, readQueries } from '../../../lists.js';
import { openEnabledCollection } from '../collection.js';
import { collectionParams, documentPath, olderPath } from './document.js';
import { familyOf, isRelated, withRelated } from './related.js';
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
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const { collection, row } = opened;
    // Without grants of single documents, who may not read the collection cannot tell it from a missing one.
    if (!row.documentSecurity && !('bypass' in actor.access) && !grants(row.$permissions, 'read', actor.access.roles))
      throw new AppError('collection_not_found');
    const { access } = actor;
    const queries = readQueries(params.queries);
    if (!isRelated(collection)) {
      const { total, rows } = await call.documents.list(collection, queries, { access });
      call.resultText = listText(total, rows);
      return { total, documents: rows };
    }
    const family = await familyOf(call, opened);
    const { total, rows } = await call.documents.list(collection, queries, { access, family });
    const selected = collection.selected(queries);
    const documents = await withRelated(call.documents, collection, rows, { family, access, selected });
    call.resultText = listText(total, documents);
    return { total, documents };
  },
});

const listText = (total: number, documents: readonly Document[]): string =>
  `{"total":${total},"documents":${documentsText(documents)}}`;
