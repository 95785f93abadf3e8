/** Rows of attributes and indexes: how they are shown, and what becomes of them when an attribute goes. */
import type { SystemRow, Writer } from '@plinth/database';
import { messages, type SchemaJob } from '@plinth/definitions';
import type { Project } from '../projects/project.js';
import type { OpenCollection } from './collections.js';

export type AttributeRow = SystemRow<'attributes'>;
export type IndexRow = SystemRow<'indexes'>;

/** An attribute as the response models name its fields: bounds and elements are fields of their own there. */
export const attributeView = (row: AttributeRow): AttributeRow & Record<string, unknown> => ({
  ...row,
  ...row.options,
  ...row.formatOptions,
});

/** Where a schema changes. */
export interface SchemaPlace extends Pick<OpenCollection, 'database' | 'row'> {
  readonly project: Project;
}

/**
 * Orders changes of one collection's schema until the end of the transaction, and raises its revision, by which kept
 * copies show their age. False: the collection is gone, or another one has its ID.
 */
export async function lockSchema(writer: Writer, { database, row }: Omit<SchemaPlace, 'project'>): Promise<boolean> {
  await writer.transaction.lock(`collection:${row.$internalId}`);
  const scope = database.$internalId;
  const current = await writer.get('collections', row.$id, { scope, lock: true });
  if (current?.$internalId !== row.$internalId) return false;
  await writer.update('collections', row.$id, { schemaVersion: current.schemaVersion + 1 }, { scope, quiet: true });
  return true;
}

/** Leaves a change of the tables to the worker. Jobs of one collection are done one after the other. */
export function enqueueSchemaJob(
  writer: Writer,
  { project, database, row }: SchemaPlace,
  type: SchemaJob['type'],
  number: number,
  delayMilliseconds = 0,
): void {
  const body: SchemaJob = {
    projectId: project.id,
    project: project.internalId,
    type,
    databaseId: database.$id,
    collectionId: row.$id,
    collection: row.$internalId,
    row: number,
  };
  const due = Date.now() + delayMilliseconds;
  writer.transaction.enqueue([{ name: messages.schema.name, key: `collection:${row.$internalId}`, body, due }]);
}

/**
 * Takes an attribute out of the collection's indexes and removes its row. Gives the indexes that must be built again
 * without it. Source: databases.md §5.7.
 */
export async function forgetAttribute(
  writer: Writer,
  attribute: AttributeRow,
  indexes: readonly IndexRow[],
): Promise<IndexRow[]> {
  const others = indexes.filter((index) => !index.attributes.includes(attribute.key) && ALIVE.includes(index.status));
  const rebuilt: IndexRow[] = [];
  for (const index of indexes) {
    if (!index.attributes.includes(attribute.key)) continue;
    const shortened = without(index, attribute.key);
    if (shortened.attributes.length === 0 || others.some((other) => isSame(other, shortened))) {
      await writer.delete('indexes', index.$id);
      continue;
    }
    others.push(shortened);
    await writer.update('indexes', index.$id, shortened);
    if (shortened.status === 'processing') rebuilt.push(shortened);
  }
  await writer.delete('attributes', attribute.$id);
  return rebuilt;
}

const ALIVE: readonly string[] = ['available', 'processing'];

/** The index without one attribute; what belonged to the others stays theirs, by position. */
function without(index: IndexRow, key: string): IndexRow {
  const stays = (_: unknown, at: number): boolean => index.attributes[at] !== key;
  return {
    ...index,
    attributes: index.attributes.filter(stays),
    orders: index.orders.filter(stays),
    lengths: index.lengths.filter(stays),
    status: index.status === 'available' ? 'processing' : index.status,
  };
}

/** Indexes of the same type over the same attributes in the same orders; a unique one is never replaced by another. */
function isSame(one: IndexRow, other: IndexRow): boolean {
  const isEqual = (key: string, at: number): boolean =>
    key === other.attributes[at] && (one.orders[at] ?? 'ASC') === (other.orders[at] ?? 'ASC');
  return one.type === other.type && one.attributes.length === other.attributes.length && one.attributes.every(isEqual);
}
