/** Changes of the tables behind users' collections. Every one may be repeated: what is done already is passed over. */
import type { IndexDeclaration } from './dialect.js';
import type { Engine } from './engine.js';
import { type AttributeSchema, type Collection, columnDefinitions, type IndexSchema } from './schema.js';
import type { Store } from './store.js';

/** MariaDB takes 3072 bytes a key: 768 characters over all its text parts. */
const KEY_CHARACTERS_MAX = 768;
const TOKEN_BATCH = 500;

/** Statements that make the tables of a collection. */
export const createTables = (collection: Collection): string[] =>
  collection.dialect.createCollection(collection.declaration());

export const addAttribute = (collection: Collection, attribute: AttributeSchema): string[] =>
  collection.dialect.addColumn(collection.schema.table, columnDefinitions(collection.dialect, attribute));

export const dropAttribute = (collection: Collection, attribute: AttributeSchema): string[] => {
  const columns = [attribute.column];
  if (collection.dialect.folds && attribute.shadow) columns.push(`${attribute.column}_f`);
  return collection.dialect.dropColumn(collection.schema.table, columns);
};

export const dropTables = (collection: Collection): string[] => {
  const { table } = collection.schema;
  return collection.dialect.dropTables([table, `${table}_perm`, `${table}_ft`]);
};

const indexName = (index: IndexSchema): string => `i${index.id}`;

/** The statement that builds a key or unique index; null for a full-text one, whose tokens `fillTokens` writes. */
export function createIndex(collection: Collection, index: IndexSchema): string | null {
  if (index.type === 'fulltext') return null;
  return collection.dialect.createIndex(declare(collection, index));
}

function declare(collection: Collection, index: IndexSchema): IndexDeclaration {
  const attributes = index.attributes.map((key) => metaColumn(key) ?? attributeColumn(collection, key));
  const texts = attributes.filter(({ text }) => text).length;
  const share = Math.floor(KEY_CHARACTERS_MAX / Math.max(texts, 1));
  return {
    table: collection.schema.table,
    name: indexName(index),
    unique: index.type === 'unique',
    parts: attributes.map(({ column, text, size }, at) => ({
      column,
      // A prefix is enough to find rows; uniqueness is never weakened by one.
      length: text && index.type === 'key' && size > share ? share : 0,
      descending: index.orders[at] === 'DESC',
    })),
  };
}

interface IndexColumn {
  readonly column: string;
  readonly text: boolean;
  readonly size: number;
}

function metaColumn(key: string): IndexColumn | null {
  const column = { $id: '_uid', $createdAt: '_created', $updatedAt: '_updated' }[key];
  return column ? { column, text: false, size: 0 } : null;
}

function attributeColumn(collection: Collection, key: string): IndexColumn {
  const attribute = collection.byKey.get(key);
  if (!attribute) throw new Error(`The index names the attribute ${key}, which is not there.`);
  const shadow = collection.dialect.folds && attribute.shadow;
  return {
    column: shadow ? `${attribute.column}_f` : attribute.column,
    text: attribute.type === 'string',
    size: attribute.size,
  };
}

export const dropIndex = (collection: Collection, index: IndexSchema): string =>
  collection.dialect.dropIndex(collection.schema.table, indexName(index));

/** Writes the tokens of rows that were there before a full-text index, in short transactions. */
export async function fillTokens(
  store: Store,
  collection: Collection,
  index: IndexSchema,
  progress: () => Promise<void>,
): Promise<void> {
  const attribute = collection.byKey.get(index.attributes[0] ?? '');
  if (!attribute) throw new Error('The full-text index names an attribute that is not there.');
  for (let after = 0; ; ) {
    const rows = await store.engine.all(
      `SELECT t._id, t.\`${attribute.column}\` FROM ${collection.name} t
        WHERE t._id > ? ORDER BY t._id LIMIT ${TOKEN_BATCH}`,
      [after],
    );
    if (rows.length === 0) return;
    await store.write(async (transaction) => {
      const writer = transaction.in(0);
      for (const [number, text] of rows)
        if (typeof text === 'string') writer.addTokens(collection, index.id, text, Number(number));
    });
    after = Number(rows.at(-1)?.[0] ?? after);
    await progress();
  }
}

export const dropTokens = async (engine: Engine, collection: Collection, index: IndexSchema): Promise<void> => {
  const limit = collection.dialect.name === 'mariadb' ? ' LIMIT 5000' : '';
  for (let changes = 1; changes > 0; ) {
    changes = await engine.transaction(async (connection) => {
      const result = await connection.run(
        `DELETE FROM ${collection.tokenTable} WHERE _project = 0 AND _index = ?${limit}`,
        [index.id],
      );
      return limit ? result.changes : 0;
    });
  }
};
