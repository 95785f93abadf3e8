import { AppError, documentPermissionTypes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { openEnabledCollection } from '../collection.js';
import { documentParams, documentPath, olderPath, readData, refuseForeignRoles, writeLimit } from './document.js';
import { familyOf, isRelated, updateRelated } from './related.js';

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
    const { params, actor } = call;
    const { permissions } = params;
    const data = readData(params.data);
    if (Object.keys(data).length === 0 && !permissions) throw new AppError('document_missing_payload');
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const { collection } = opened;
    const { $permissions: _, ...values } = data;
    const change = permissions ? { ...values, $permissions: permissions } : values;
    const found = () => {
      if (permissions) refuseForeignRoles(actor, permissions);
    };
    const id = params.documentId;
    const family = isRelated(collection) ? await familyOf(call, opened) : null;
    return call.write(
      async (writing) => {
        const options = { access: actor.access, ifNotChangedSince: call.timestamp, found };
        const row = family
          ? await updateRelated(call, opened, { id, change, found }, writing, family)
          : (await writing.documents.update(collection, id, change, options)).row;
        writing.ids({ documentId: row.$id });
        return row;
      },
      { duplicate: 'document_already_exists' },
    );
  },
});
