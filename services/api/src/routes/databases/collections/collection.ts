/** What the routes of collections share, and opening the one that a call names. Source: databases.md §3, §4. */
import { type AttributeRow, attributeView, type IndexRow, type OpenCollection, type SchemaRows } from '@plinth/core';
import type { Reader, SystemRow } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import type { Alias } from '../../../route.js';
import { databaseParams } from '../database.js';

type Opening = Pick<Call, 'project' | 'connections' | 'actor' | 'collection'>;

/** As many as a collection may ever have, those of other collections' relationships included. */
const ATTRIBUTES_MAX = 1017;
const INDEXES_MAX = 64;

export const collectionsPath = '/databases/:databaseId/collections';
export const collectionPath = `${collectionsPath}/:collectionId`;

export const collectionParams = { ...databaseParams, collectionId: path(rules.uid(), 'ID of the collection.') };

/** Older paths name no database: they mean the one with the ID `default`. */
export const olderCollections = (tail = ''): readonly Alias[] => [
  { path: `/database/collections${tail}`, params: { databaseId: 'default' } },
];

/** The collection, also kept in the call, where a refusal looks whether it was up to date. */
export async function openCollection(call: Opening, databaseId: string, collectionId: string): Promise<OpenCollection> {
  const opening = call.connections.collections.open(call.project, databaseId, collectionId);
  const opened = opening instanceof Promise ? await opening : opening;
  if (!opened) return refuseMissing(call, databaseId);
  call.collection = opened;
  return opened;
}

/** As `openCollection`; a disabled collection is there for console members only. */
export async function openEnabledCollection(
  call: Opening,
  databaseId: string,
  collectionId: string,
): Promise<OpenCollection> {
  const opened = await openCollection(call, databaseId, collectionId);
  if (!opened.row.enabled && call.actor.kind !== 'console') throw new AppError('collection_not_found');
  return opened;
}

/** The collection as it is now, whatever is kept of it: for routes that change it or show its schema. */
export async function readCollection(
  call: Pick<Call, 'project' | 'connections'>,
  { databaseId, collectionId }: { readonly databaseId: string; readonly collectionId: string },
): Promise<OpenCollection> {
  const opened = await call.connections.collections.read(call.project, databaseId, collectionId);
  return opened ?? refuseMissing(call, databaseId);
}

async function refuseMissing({ project }: Pick<Call, 'project'>, databaseId: string): Promise<never> {
  const database = await project.documents.get('databases', databaseId);
  throw new AppError(database ? 'collection_not_found' : 'database_not_found');
}

/** Attributes and indexes of a collection in every status, in the order of their creation. */
export async function readSchema(
  documents: Reader,
  { databaseInternalId, $internalId }: SystemRow<'collections'>,
): Promise<Pick<SchemaRows, 'attributes' | 'indexes'>> {
  const where = { databaseInternalId, collectionInternalId: $internalId };
  const attributes = await documents.findAll('attributes', where, ATTRIBUTES_MAX);
  const indexes = await documents.findAll('indexes', where, INDEXES_MAX);
  return { attributes, indexes };
}

/** A collection as its response model has it. */
export const collectionView = (
  row: SystemRow<'collections'>,
  { attributes, indexes }: { attributes: readonly AttributeRow[]; indexes: readonly IndexRow[] },
) => ({ ...row, attributes: attributes.map(attributeView), indexes });
