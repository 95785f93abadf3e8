import { newId } from '@plinth/database';
import { AppError, documentPermissionTypes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { openEnabledCollection } from '../collection.js';
import {
  collectionParams,
  defaultPermissions,
  documentPath,
  mayCreate,
  olderPath,
  readData,
  refuseForeignRoles,
  writeLimit,
} from './document.js';
import { createRelated, familyOf, isRelated } from './related.js';

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
    const { params, actor } = call;
    const data = readData(params.data);
    if (Object.keys(data).length === 0) throw new AppError('document_missing_payload');
    if (Object.hasOwn(data, '$id'))
      throw new AppError('document_invalid_structure', {
        message: 'The ID goes into `documentId`, not into the data.',
      });
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    if (params.permissions) refuseForeignRoles(actor, params.permissions);
    if (!mayCreate(actor, opened)) throw new AppError('user_unauthorized');
    const $id = params.documentId === 'unique()' ? newId() : params.documentId;
    const $permissions = params.permissions ?? defaultPermissions(actor);
    const document = { ...data, $id, $permissions };
    const family = isRelated(opened.collection) ? await familyOf(call, opened) : null;
    return call.write(
      (writing) =>
        family
          ? createRelated(call, opened, document, writing, family)
          : writing.documents.append(opened.collection, document),
      { duplicate: 'document_already_exists' },
    );
  },
});
