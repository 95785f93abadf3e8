/** Changes of the tables behind users' collections. Every one may be repeated: what is done already is passed over. */
import { type IndexPart, quote } from './dialect.js';
import type { SystemName } from './document.js';
import type { Connection, Engine, MaybePromise, RunResult } from './engine.js';
import { DefinitionError } from './errors.js';
import { linkColumn, type RelationSchema } from './relations/relation.js';
import { type AttributeSchema, type Collection, columnDefinitions, type IndexSchema } from './schema.js';
import type { Transaction } from './transaction.js';
import type { Writer } from './writer.js';

/** What is asked of a store here. The store itself uses this file. */
interface Tables {
  readonly engine: Engine;
  collection(name: SystemName): Collection;
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<{ readonly value: T }>;
}

/** MariaDB takes 3072 bytes a key: 768 characters over all its text parts. */
const KEY_CHARACTERS_MAX = 768;
const TOKEN_BATCH = 500;

/** Statements that make the tables of a collection. */
export const createTables = (collection: Collection): string[] =>
  collection.dialect.createCollection(collection.declaration());

/** Columns that the table has at the moment; none at all when there is no such table. */
export async function columnsOf(source: Pick<Connection, 'all'>, collection: Collection): Promise<ReadonlySet<string>> {
  const rows = await source.all(collection.dialect.columnNames, [collection.schema.table]);
  return new Set(rows.map(([name]) => String(name)));
}

const NONE: ReadonlySet<string> = new Set();

/** Adds the columns of an attribute that are not among the present ones. */
export function addAttribute(
  collection: Collection,
  attribute: AttributeSchema,
  present: ReadonlySet<string> = NONE,
): string[] {
  const names = ownColumns(collection, attribute);
  const missing = columnDefinitions(collection.dialect, attribute).filter((_, at) => !present.has(names[at] ?? ''));
  return missing.length === 0 ? [] : collection.dialect.addColumn(collection.schema.table, missing);
}

/** Drops the columns of an attribute that are among the present ones. */
export function dropAttribute(
  collection: Collection,
  attribute: AttributeSchema,
  present: ReadonlySet<string>,
): string[] {
  const columns = ownColumns(collection, attribute).filter((name) => present.has(name));
  return columns.length === 0 ? [] : collection.dialect.dropColumn(collection.schema.table, columns);
}

/** Gives the column of an attribute the room that its new size needs. */
export const widenAttribute = (collection: Collection, attribute: AttributeSchema): string[] =>
  collection.dialect.widenColumn(collection.schema.table, columnDefinitions(collection.dialect, attribute)[0] ?? '');

function ownColumns({ dialect }: Collection, { column, shadow }: AttributeSchema): string[] {
  return dialect.folds && shadow ? [column, `${column}_f`] : [column];
}

/** Where the link of a relation lies: `collection` is the one whose table holds it, where it is no table of its own. */
interface LinkHome {
  readonly relation: RelationSchema;
  readonly collection: Collection;
}

/** Makes the column, or the table, of a relation's links, with its index. */
export function addRelation({ relation, collection }: LinkHome, present: ReadonlySet<string>): string[] {
  const { dialect, schema } = collection;
  if (relation.type === 'manyToMany') return dialect.createLinks(relation.links);
  const column = linkColumn(relation);
  const adding = [`${quote(column)} ${dialect.columnType('integer', 0, false)}`];
  return [
    ...(present.has(column) ? [] : dialect.addColumn(schema.table, adding)),
    dialect.createIndex({
      table: schema.table,
      name: column,
      unique: relation.type === 'oneToOne',
      parts: [{ column, length: 0, descending: false }],
    }),
  ];
}

/** Drops what `addRelation` makes, as far as it is there. */
export function dropRelation({ relation, collection }: LinkHome, present: ReadonlySet<string>): string[] {
  const { dialect, schema } = collection;
  if (relation.type === 'manyToMany') return dialect.dropTables([relation.links]);
  const column = linkColumn(relation);
  if (!present.has(column)) return [];
  return [dialect.dropIndex(schema.table, column), ...dialect.dropColumn(schema.table, [column])];
}

export const dropTables = (collection: Collection): string[] => {
  const { table } = collection.schema;
  return collection.dialect.dropTables([table, `${table}_perm`, `${table}_ft`]);
};

const indexName = (index: IndexSchema): string => `i${index.id}`;
const digestPrefix = (index: IndexSchema): string => `d${index.id}_`;

/** The statements that build a key or unique index; none for a full-text one, whose tokens `fillTokens` writes. */
export function createIndex(collection: Collection, index: IndexSchema): string[] {
  if (index.type === 'fulltext') return [];
  const { dialect, schema } = collection;
  const columns = index.attributes.map((key) => metaColumn(key) ?? attributeColumn(collection, key));
  const texts = columns.filter(({ text }) => text);
  const room = KEY_CHARACTERS_MAX - sumOf(columns.filter(({ text }) => !text));
  const share = Math.floor(room / Math.max(texts.length, 1));
  const isLong = sumOf(texts) > room;
  const statements: string[] = [];
  const parts = columns.map(({ column, text, size, folded }, at): IndexPart => {
    const descending = index.orders[at] === 'DESC';
    if (text && isLong && index.type === 'unique') {
      // A prefix would be enough to find rows, but it would make different values count as the same.
      const digest = `${digestPrefix(index)}${at}`;
      const adding = dialect.addDigest(schema.table, digest, column);
      statements.push(...adding);
      if (adding.length > 0) return { column: digest, length: 0, descending };
    }
    return { column, length: text && index.type === 'key' && size > share ? share : 0, descending, folded };
  });
  const unique = index.type === 'unique';
  return [...statements, dialect.createIndex({ table: schema.table, name: indexName(index), unique, parts })];
}

const sumOf = (columns: readonly IndexColumn[]): number => columns.reduce((sum, { size }) => sum + size, 0);

/** Room that a number or a time takes in a key, and an ID, which is ASCII; in characters of text. */
const NUMBER_SIZE = 2;
const ID_SIZE = 16;

interface IndexColumn {
  readonly column: string;
  readonly text: boolean;
  /** Characters of a text, or what takes as much room. */
  readonly size: number;
  readonly folded: boolean;
}

const META_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['$id', '_uid'],
  ['$createdAt', '_created'],
  ['$updatedAt', '_updated'],
]);

function metaColumn(key: string): IndexColumn | null {
  const column = META_COLUMNS.get(key);
  return column ? { column, text: false, size: key === '$id' ? ID_SIZE : NUMBER_SIZE, folded: false } : null;
}

function attributeColumn(collection: Collection, key: string): IndexColumn {
  const attribute = collection.byKey.get(key);
  if (!attribute) throw new DefinitionError(`The attribute ${key} is not there to be indexed.`);
  const { column, type, size, array, shadow } = attribute;
  const folds = collection.dialect.folds && type === 'string' && !array;
  const text = type === 'string' || array;
  return {
    column: folds && shadow ? `${column}_f` : column,
    text,
    // Lists are JSON text of any length.
    size: array ? Number.POSITIVE_INFINITY : text ? size : NUMBER_SIZE,
    folded: folds && !shadow,
  };
}

/** Drops an index with the digests of which it is made. */
export function dropIndex(collection: Collection, index: IndexSchema, present: ReadonlySet<string>): string[] {
  const { dialect, schema } = collection;
  const digests = [...present].filter((name) => name.startsWith(digestPrefix(index)));
  const dropping = dialect.dropIndex(schema.table, indexName(index));
  return digests.length === 0 ? [dropping] : [dropping, ...dialect.dropColumn(schema.table, digests)];
}

/** Writes the tokens of rows that were there before a full-text index, in short transactions. */
export async function fillTokens(
  store: Tables,
  collection: Collection,
  index: IndexSchema,
  progress: () => Promise<void>,
): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    const from: number = after;
    const written = await store.write((transaction) => fillBatch(transaction.in(0), collection, index, from));
    after = written.value;
    await progress();
  }
}

/**
 * Writes the tokens of the next rows; gives the number of the last one, or null when there are no more. The rows are
 * locked, so that no change in between leaves the words of an older text.
 */
export async function fillBatch(
  writer: Writer,
  collection: Collection,
  index: IndexSchema,
  after: number,
): Promise<number | null> {
  const attribute = collection.byKey.get(index.attributes[0] ?? '');
  if (!attribute) throw new DefinitionError('The full-text index names an attribute that is not there.');
  const rows = await writer.transaction.connection.all(
    `SELECT t._id, t.\`${attribute.column}\` FROM ${collection.name} t
      WHERE t._id > ? ORDER BY t._id LIMIT ${TOKEN_BATCH}${collection.dialect.forUpdate}`,
    [after],
  );
  for (const [number, text] of rows)
    if (typeof text === 'string') writer.addTokens(collection, index.id, text, Number(number));
  const last = rows.at(-1);
  return last ? Number(last[0]) : null;
}

/** Removes the tokens of a full-text index, in short transactions where there may be many. */
export const dropTokens = async (engine: Engine, collection: Collection, index: IndexSchema): Promise<void> => {
  const limit = collection.dialect.name === 'mariadb' ? 5000 : 0;
  for (let changes = 1; changes > 0; ) {
    changes = await engine.transaction(async (connection) => {
      const result = await deleteTokens(connection, collection, index, limit);
      return limit ? result.changes : 0;
    });
  }
};

/** Removes tokens of a full-text index inside a transaction; `limit` 0 is all of them. */
export function deleteTokens(
  connection: Pick<Connection, 'run'>,
  collection: Collection,
  index: IndexSchema,
  limit = 0,
): MaybePromise<RunResult> {
  const sql = `DELETE FROM ${collection.tokenTable} WHERE _project = 0 AND _index = ?`;
  return connection.run(limit ? `${sql} LIMIT ${limit}` : sql, [index.id]);
}

/** An attribute or index row whose tables are not as it wants them. */
export interface Unsettled {
  readonly id: string;
  readonly number: number;
  readonly project: number;
  readonly databaseId: string;
  readonly collectionId: string;
  readonly collection: number;
  readonly status: string;
}

/** Rows of every project, or of one, that are being made or deleted and have not changed since; the oldest first. */
export async function unsettled(
  store: Tables,
  name: 'attributes' | 'indexes',
  { since, limit, project }: { since: string; limit: number; project?: number | undefined },
): Promise<Unsettled[]> {
  const { name: table, dialect } = store.collection(name);
  const rows = await store.engine.all(
    `SELECT _uid, _id, _project, databaseId, collectionId, collectionInternalId, status FROM ${table}
      WHERE status IN ('processing', 'deleting') AND _updated < ?${project === undefined ? '' : ' AND _project = ?'}
      ORDER BY _updated LIMIT ${limit}`,
    [dialect.encode('datetime', since), ...(project === undefined ? [] : [project])],
    true,
  );
  return rows.map(([id, number, project, databaseId, collectionId, collection, status]) => ({
    id: String(id),
    number: Number(number),
    project: Number(project),
    databaseId: String(databaseId),
    collectionId: String(collectionId),
    collection: Number(collection),
    status: String(status),
  }));
}
