import { AppError, collectionPermissionTypes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { searchTextOf } from '../database.js';
import {
  collectionParams,
  collectionPath,
  collectionView,
  olderCollections,
  readCollection,
  readSchema,
} from './collection.js';

export const updateCollection = route({
  name: 'databases.updateCollection',
  method: 'PUT',
  path: collectionPath,
  aliases: olderCollections('/:collectionId'),
  summary: 'Change a collection',
  scope: 'collections.write',
  auth: ['key'],
  params: {
    ...collectionParams,
    name: body(rules.text(128), 'Name of the collection.'),
    permissions: body(rules.permissions(collectionPermissionTypes), 'Grants on all documents.').optional(),
    documentSecurity: body(rules.boolean(), 'Whether grants of single documents count too.').optional(false),
    enabled: body(rules.boolean(false), 'Whether its documents can be reached.').optional(true),
  },
  response: { status: 200, model: 'collection' },
  event: 'databases.[databaseId].collections.[collectionId].update',
  audit: { event: 'collection.update', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params, project } = call;
    const { database, row: known } = await readCollection(call, params);
    return call.write(async (writing) => {
      const { documents } = writing;
      const scope = database.$internalId;
      const current = await documents.get('collections', known.$id, { scope, lock: true });
      if (current?.$internalId !== known.$internalId) throw new AppError('collection_not_found');
      const { $id } = current;
      const change = {
        name: params.name,
        search: searchTextOf({ $id, name: params.name }),
        documentSecurity: params.documentSecurity ?? false,
        enabled: params.enabled ?? true,
        ...(params.permissions ? { $permissions: params.permissions } : {}),
      };
      const { row } = await documents.update('collections', $id, change, { scope });
      const ids = { databaseId: database.$id, collectionId: $id };
      writing.ids(ids);
      writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      return collectionView(row, await readSchema(documents, row));
    });
  },
});
