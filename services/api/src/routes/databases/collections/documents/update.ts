import { AppError, documentPermissionTypes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { placeOf, runStep } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { documentParams, documentPath, olderPath, readData, writeLimit } from './document.js';

export const updateDocument = route({
  name: 'databases.updateDocument',
  method: 'PATCH',
  path: `${documentPath}/:documentId`,
  aliases: olderPath('/:documentId'),
  summary: 'Update a document',
  scope: 'documents.write',
  auth: ['session', 'jwt', 'key'],
  rateLimit: writeLimit,
  timestamp: true,
  params: {
    ...documentParams,
    data: body(rules.json(), 'Values to change by attribute key.').optional(),
    permissions: body(
      rules.permissions(documentPermissionTypes),
      'Permissions that replace those of the document.',
    ).optional(),
  },
  response: { status: 200, model: 'document' },
  event: 'databases.[databaseId].collections.[collectionId].documents.[documentId].update',
  audit: {
    event: 'document.update',
    resource: 'database/{params.databaseId}/collection/{params.collectionId}/document/{response.$id}',
  },
  async action(call) {
    const { params } = call;
    const { permissions } = params;
    const { $permissions: _, ...data } = readData(params.data);
    if (Object.keys(data).length === 0 && !permissions) throw new AppError('document_missing_payload');
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const place = await placeOf(call, opened, 'update');
    return call.write(
      async (writing) => {
        const step = { ...place, action: 'update', id: params.documentId, data, permissions } as const;
        const done = await runStep(call, writing, { ...step, ifNotChangedSince: call.timestamp });
        const { document, realtimeValue } = done;
        writing.ids({ documentId: document.$id });
        if (realtimeValue) writing.payload(document, { model: 'document', realtimeValue });
        return document;
      },
      { duplicate: 'document_already_exists' },
    );
  },
});
