/** Opening the collection that a call names. Source: databases.md §3, §4. */
import type { OpenCollection } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../../call.js';

type Opening = Pick<Call, 'project' | 'connections' | 'actor' | 'collection'>;

/** The collection, also kept in the call, where a refusal looks whether it was up to date. */
export async function openCollection(call: Opening, databaseId: string, collectionId: string): Promise<OpenCollection> {
  const opened = await call.connections.collections.open(call.project, databaseId, collectionId);
  if (opened) {
    call.collection = opened;
    return opened;
  }
  const database = await call.project.documents.get('databases', databaseId);
  throw new AppError(database ? 'collection_not_found' : 'database_not_found');
}

/** As `openCollection`; a disabled collection is there for console members only. */
export async function openEnabledCollection(call: Opening, databaseId: string, collectionId: string): Promise<OpenCollection> {
  const opened = await openCollection(call, databaseId, collectionId);
  if (!opened.row.enabled && call.actor.kind !== 'console') throw new AppError('collection_not_found');
  return opened;
}
