import {
  type AttributeRow,
  enqueueSchemaJob,
  lockSchemas,
  type Project,
  readRelationships,
  termsOf,
} from '@plinth/core';
import type { SystemRow } from '@plinth/database';
import { AppError, messages } from '@plinth/definitions';
import { route } from '../../../route.js';
import type { Writing } from '../../../writing.js';
import {
  collectionParams,
  collectionPath,
  collectionView,
  olderCollections,
  readCollection,
  readSchema,
} from './collection.js';

export const deleteCollection = route({
  name: 'databases.deleteCollection',
  method: 'DELETE',
  path: collectionPath,
  aliases: olderCollections('/:collectionId'),
  summary: 'Delete a collection with its documents',
  scope: 'collections.write',
  auth: ['key'],
  params: collectionParams,
  response: { status: 204, model: 'none' },
  event: 'databases.[databaseId].collections.[collectionId].delete',
  audit: { event: 'collection.delete', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params, project } = call;
    const { database, row: known } = await readCollection(call, params);
    await call.write(async (writing) => {
      const { documents } = writing;
      const scope = database.$internalId;
      const relationships = await readRelationships(documents, scope);
      const partners = relationships.filter((each) => isPartner(each, known.$internalId));
      const places = [{ database, row: known }];
      for (const { collectionId } of partners) {
        const row = await documents.get('collections', collectionId, { scope });
        if (row) places.push({ database, row });
      }
      if (!(await lockSchemas(documents, places))) throw new AppError('collection_not_found');
      const row = await documents.get('collections', known.$id, { scope });
      if (row?.$internalId !== known.$internalId) throw new AppError('collection_not_found');
      for (const partner of partners) await forgetRelation(writing, project, { database, places, partner });
      const ids = { databaseId: database.$id, collectionId: row.$id };
      const payload = collectionView(row, await readSchema(documents, row));
      await documents.delete('collections', row.$id, { scope });
      const job = { type: 'collection', project: project.internalId, collection: row.$internalId, ...ids } as const;
      writing.enqueue(messages.remove, job);
      writing.ids(ids);
      writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      writing.payload(payload, { model: 'collection' });
    });
  },
});

/** Whether an attribute of another collection shows documents of this one. */
const isPartner = (row: AttributeRow, collection: number): boolean =>
  termsOf(row).related === collection && row.collectionInternalId !== collection;

interface Partner {
  readonly database: SystemRow<'databases'>;
  readonly places: readonly { readonly row: SystemRow<'collections'> }[];
  readonly partner: AttributeRow;
}

/** Related documents stop showing what is gone at once; a job drops the links. */
async function forgetRelation(
  writing: Writing,
  project: Project,
  { database, places, partner }: Partner,
): Promise<void> {
  const { documents } = writing;
  const row = places.find((place) => place.row.$internalId === partner.collectionInternalId)?.row;
  if (!row) return;
  await documents.update('attributes', partner.$id, { status: 'deleting' });
  enqueueSchemaJob(documents, { project, database, row }, 'deleteAttribute', partner.$internalId);
  const ids = { databaseId: database.$id, collectionId: row.$id };
  writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
}
