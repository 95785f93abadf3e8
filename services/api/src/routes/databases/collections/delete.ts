import {
  type AttributeRow,
  enqueueSchemaJob,
  lockSchemas,
  type Project,
  readRelationships,
  termsOf,
} from '@plinth/core';
import type { SystemRow, Writer } from '@plinth/database';
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
      const { row, partners, places } = await lockFamily(documents, database, known);
      for (const partner of partners) await forgetRelation(writing, project, { database, places, partner });
      const ids = { databaseId: database.$id, collectionId: row.$id };
      const payload = collectionView(row, await readSchema(documents, row));
      await documents.delete('collections', row.$id, { scope: database.$internalId });
      const job = { type: 'collection', project: project.internalId, collection: row.$internalId, ...ids } as const;
      writing.enqueue(messages.remove, job);
      writing.ids(ids);
      writing.invalidate({ kind: 'collection', project: project.internalId, ...ids });
      writing.payload(payload, { model: 'collection' });
    });
  },
});

/** Others change relations at the same time; each time around, one of them has. */
const LOOKS_MAX = 100;

interface Place {
  readonly database: SystemRow<'databases'>;
  readonly row: SystemRow<'collections'>;
}

/** Locks the schemas of the collection and of those that show its documents, as they are once the locks are held. */
async function lockFamily(documents: Writer, database: SystemRow<'databases'>, known: SystemRow<'collections'>) {
  let family = await readFamily(documents, database, known);
  for (let look = 0; look < LOOKS_MAX; look++) {
    const { places } = family;
    const isLocked = await lockSchemas(documents, places);
    family = await readFamily(documents, database, known);
    const numbers = new Set(places.map(({ row }) => row.$internalId));
    if (isLocked && family.places.every(({ row }) => numbers.has(row.$internalId))) return family;
  }
  throw new AppError('general_service_unavailable');
}

async function readFamily(documents: Writer, database: SystemRow<'databases'>, known: SystemRow<'collections'>) {
  const scope = database.$internalId;
  const row = await documents.get('collections', known.$id, { scope });
  if (row?.$internalId !== known.$internalId) throw new AppError('collection_not_found');
  const places: Place[] = [{ database, row }];
  const relationships = await readRelationships(documents, scope);
  const partners = relationships.filter((each) => isPartner(each, known.$internalId));
  for (const { collectionId, collectionInternalId } of partners) {
    if (places.some((place) => place.row.$internalId === collectionInternalId)) continue;
    const owner = await documents.get('collections', collectionId, { scope });
    // The attributes of a collection that is gone wait for the worker; another one may have its ID by now.
    if (owner?.$internalId === collectionInternalId) places.push({ database, row: owner });
  }
  return { row, partners, places };
}

/** Whether an attribute of another collection shows documents of this one. */
const isPartner = (row: AttributeRow, collection: number): boolean =>
  termsOf(row).related === collection && row.collectionInternalId !== collection;

interface Partner {
  readonly database: SystemRow<'databases'>;
  readonly places: readonly Place[];
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
