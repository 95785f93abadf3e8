/**
 * Bringing the tables of a collection in line with its attribute and index rows: inside the write that changes the
 * rows, where the engine can do that, else in a job after it. Every step may be repeated.
 */
import {
  type AttributeSchema,
  type Collection,
  DefinitionError,
  DuplicateError,
  type RelationSchema,
  SchemaError,
  type Store,
  StructureError,
  tables,
  type Writer,
} from '@plinth/database';
import { attributeSchema, indexSchema } from './collections.js';
import type { AttributeRow, IndexRow } from './schema-rows.js';

/** How a step reaches the tables. */
export interface Hands {
  columns(collection: Collection): Promise<ReadonlySet<string>>;
  alter(statements: readonly string[]): Promise<void>;
  fillTokens(collection: Collection, index: IndexRow): Promise<void>;
  dropTokens(collection: Collection, index: IndexRow): Promise<void>;
}

/** Rows up to which tables are rebuilt and indexed inside a write: it takes a few milliseconds then. */
const INLINE_ROWS_MAX = 2000;
/** What the narrower of the two engines takes in one index. */
const INDEX_PARTS_MAX = 32;

/** Works inside a write, on an engine that alters tables in transactions. */
export function inlineHands(writer: Writer): Hands {
  const { connection } = writer.transaction;
  return {
    columns: (collection) => tables.columnsOf(connection, collection),
    async alter(statements) {
      for (const sql of statements) await connection.run(sql);
    },
    async fillTokens(collection, index) {
      for (let after: number | null = 0; after !== null; )
        after = await tables.fillBatch(writer, collection, indexSchema(index), after);
    },
    async dropTokens(collection, index) {
      await tables.deleteTokens(connection, collection, indexSchema(index));
    },
  };
}

/** Works outside of writes, in steps that leave other writes their turn. */
export function patientHands(store: Store, progress: () => Promise<void>): Hands {
  const { engine } = store;
  return {
    columns: (collection) => tables.columnsOf(engine, collection),
    alter: (statements) => engine.alter(statements),
    fillTokens: (collection, index) => tables.fillTokens(store, collection, indexSchema(index), progress),
    dropTokens: (collection, index) => tables.dropTokens(engine, collection, indexSchema(index)),
  };
}

/** Whether the collection is small enough for its table to be rebuilt inside a write. */
export async function isSmall(writer: Writer, collection: Collection): Promise<boolean> {
  return (await writer.count(collection, {}, INLINE_ROWS_MAX + 1)) <= INLINE_ROWS_MAX;
}

/** The collection's tables, should they be missing, and the names of the columns. */
async function ensureTables(hands: Hands, collection: Collection): Promise<ReadonlySet<string>> {
  const present = await hands.columns(collection);
  if (present.size > 0) return present;
  await hands.alter(tables.createTables(collection));
  return hands.columns(collection);
}

export async function makeTables(hands: Hands, collection: Collection): Promise<void> {
  await ensureTables(hands, collection);
}

export async function makeColumn(hands: Hands, collection: Collection, attribute: AttributeSchema): Promise<void> {
  const present = await ensureTables(hands, collection);
  await hands.alter(tables.addAttribute(collection, attribute, present));
}

/** Makes what holds the links of a relation; `collection` is the one whose table may hold them. */
export async function makeRelation(hands: Hands, collection: Collection, relation: RelationSchema): Promise<void> {
  const present = await ensureTables(hands, collection);
  await hands.alter(tables.addRelation({ relation, collection }, present));
}

export async function dropRelation(hands: Hands, collection: Collection, relation: RelationSchema): Promise<void> {
  await hands.alter(tables.dropRelation({ relation, collection }, await hands.columns(collection)));
}

/** Drops the column of an attribute, after the indexes that it is part of. */
export async function dropColumn(
  hands: Hands,
  collection: Collection,
  attribute: AttributeRow,
  indexes: readonly IndexRow[],
): Promise<void> {
  for (const index of indexes) if (index.attributes.includes(attribute.key)) await dropIndex(hands, collection, index);
  const present = await hands.columns(collection);
  await hands.alter(tables.dropAttribute(collection, attributeSchema(attribute), present));
}

export async function makeIndex(
  hands: Hands,
  collection: Collection,
  index: IndexRow,
  attributes: readonly AttributeRow[],
): Promise<void> {
  const fault = indexFault(index, attributes);
  if (fault) throw new DefinitionError(fault);
  await ensureTables(hands, collection);
  if (index.type === 'fulltext') await hands.fillTokens(collection, index);
  else await hands.alter(tables.createIndex(collection, indexSchema(index)));
}

export async function dropIndex(hands: Hands, collection: Collection, index: IndexRow): Promise<void> {
  const present = await hands.columns(collection);
  if (present.size === 0) return; // no tables, so nothing of the index either
  if (index.type === 'fulltext') await hands.dropTokens(collection, index);
  else await hands.alter(tables.dropIndex(collection, indexSchema(index), present));
}

/** Why no engine would build this index; null where it can be tried. Source: databases.md §6. */
function indexFault({ type, attributes: keys }: IndexRow, attributes: readonly AttributeRow[]): string | null {
  if (new Set(keys).size < keys.length) return 'It names an attribute twice.';
  if (keys.length > INDEX_PARTS_MAX) return `It names more than ${INDEX_PARTS_MAX} attributes.`;
  for (const key of keys) {
    const attribute = attributes.find((candidate) => candidate.key === key);
    const isText = attribute?.type === 'string';
    if (type === 'fulltext' && (!isText || attribute.array)) return `${key} is not text, which can be searched.`;
    if (attribute?.array && !isText) return `${key} is a list of what is not text, which cannot be indexed.`;
  }
  return null;
}

export interface Outcome {
  readonly status: 'available' | 'failed';
  readonly error: string | null;
}

/** Whether the step worked; a failure that no repetition can mend is an outcome too, any other is thrown. */
export async function tried(step: () => Promise<void>): Promise<Outcome> {
  try {
    await step();
    return { status: 'available', error: null };
  } catch (error) {
    if (!isPermanent(error)) throw error;
    return { status: 'failed', error: reasonOf(error) };
  }
}

export const isPermanent = (error: unknown): boolean =>
  error instanceof DefinitionError ||
  error instanceof DuplicateError ||
  error instanceof StructureError ||
  error instanceof SchemaError;

const REASON_CHARACTERS_MAX = 1024;

/** What is kept beside the status `failed` or `stuck`. */
export function reasonOf(error: unknown): string {
  if (error instanceof DuplicateError) return 'Several documents have the same values, which a unique index refuses.';
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, REASON_CHARACTERS_MAX);
}
