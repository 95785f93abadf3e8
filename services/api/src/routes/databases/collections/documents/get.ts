import type { OpenCollection } from '@plinth/core';
import { type Document, mayRead, type Selected } from '@plinth/database';
import { AppError, invalidArgument } from '@plinth/definitions';
import type { Call } from '../../../../call.js';
import { route } from '../../../../route.js';
import { documentQueries, readQueries } from '../../../lists.js';
import { openEnabledCollection } from '../collection.js';
import { documentParams, documentPath, olderPath } from './document.js';
import { familyOf, isRelated, withRelated } from './related.js';
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
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const { collection } = opened;
    const queries = params.queries?.length ? readQueries(params.queries) : [];
    const other = queries.find(({ method }) => method !== 'select');
    if (other) throw invalidArgument('queries', `${other.method} cannot be used on a single document, only select.`);
    const selected = collection.selected(queries);
    const found = await call.documents.get(
      collection,
      params.documentId,
      selected.keys ? { select: selected.keys } : {},
    );
    if (!found || !mayRead(collection, found, actor.access)) throw new AppError('document_not_found');
    const document = isRelated(collection) ? await showRelated(call, opened, found, selected) : found;
    call.resultText = documentText(document);
    return document;
  },
});

async function showRelated(
  call: Pick<Call, 'project' | 'connections' | 'actor' | 'documents'>,
  opened: OpenCollection,
  found: Document,
  selected: Selected,
): Promise<Document> {
  const family = await familyOf(call, opened);
  const { access } = call.actor;
  const [shown = found] = await withRelated(call.documents, opened.collection, [found], { family, access, selected });
  return shown;
}
