import { AppError, documentPermissionTypes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { newDocument, placeOf, runStep } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { collectionParams, documentPath, olderPath, readData, writeLimit } from './document.js';

export const createDocument = route({
  name: 'databases.createDocument',
  method: 'POST',
  path: documentPath,
  aliases: olderPath(''),
  summary: 'Create a document',
  scope: 'documents.write',
  auth: ['session', 'jwt', 'key'],
  rateLimit: writeLimit,
  params: {
    ...collectionParams,
    documentId: body(rules.customId(), 'ID of the document; `unique()` has one made.'),
    data: body(rules.json(), 'Values of the document by attribute key.'),
    permissions: body(rules.permissions(documentPermissionTypes), 'Permissions of the document.').optional(),
  },
  response: { status: 201, model: 'document' },
  event: 'databases.[databaseId].collections.[collectionId].documents.[documentId].create',
  audit: { event: 'document.create', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params } = call;
    const data = readData(params.data);
    if (Object.keys(data).length === 0) throw new AppError('document_missing_payload');
    if (Object.hasOwn(data, '$id'))
      throw new AppError('document_invalid_structure', {
        message: 'The ID goes into `documentId`, not into the data.',
      });
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const place = await placeOf(call, opened, 'create');
    const step = { ...place, action: 'create', id: params.documentId, data, permissions: params.permissions } as const;
    const document = newDocument(call, step);
    return call.write(
      async (writing) => {
        // Without relations nothing need be waited for: the refusal of an ID comes with the commit.
        if (!place.family) return writing.documents.append(opened.collection, document);
        const { document: made, realtimeValue } = await runStep(call, writing, { ...step, id: document.$id });
        writing.payload(made, { model: 'document', ...(realtimeValue ? { realtimeValue } : {}) });
        return made;
      },
      { duplicate: 'document_already_exists' },
    );
  },
});
