/** Clean-up of system tables: by pages, each in a short write of its own, so that it may be long and repeated. */
import { quote } from './dialect.js';
import type { SystemName } from './document.js';
import { fold } from './fold.js';
import type { Collection } from './schema.js';
import type { SqlValue } from './sql.js';
import type { Store } from './store.js';

/** Which rows go; what is named must hold together. */
export interface Purge {
  /** Number of the project they belong to; rows of every project where absent. */
  readonly project?: number;
  /** Attributes with these values, or `$internalId`. */
  readonly where?: Readonly<Record<string, string | number>>;
  /** The attribute, or `$createdAt`, lies before an ISO time. */
  readonly before?: { readonly attribute: string; readonly time: string };
  readonly startsWith?: { readonly attribute: string; readonly text: string };
}

const BATCH = 500;
/** Above every character that a text may hold next. */
const HIGHEST = '\u{10ffff}';

/** Deletes the rows and gives how many went; `progress` is awaited after each page. */
export async function purge(
  store: Store,
  name: SystemName,
  which: Purge,
  progress: () => Promise<void> = async () => undefined,
): Promise<number> {
  const collection = store.collection(name);
  const { sql, values } = conditionOf(collection, which);
  for (let count = 0; ; ) {
    // Read apart from the write: a search through a large table must hold up nobody who writes.
    const rows = await store.engine.all(
      `SELECT t._id FROM ${collection.name} t WHERE ${sql} LIMIT ${BATCH}`,
      values,
      true,
    );
    if (rows.length === 0) return count;
    const numbers = rows.map(([number]) => Number(number));
    await store.write((transaction) => transaction.in(0).deleteNumbers(name, numbers));
    count += numbers.length;
    await progress();
    if (numbers.length < BATCH) return count;
  }
}

function conditionOf(collection: Collection, { project, where = {}, before, startsWith }: Purge) {
  const { dialect } = collection;
  const parts: string[] = [];
  const values: SqlValue[] = [];
  const add = (sql: string, ...bound: SqlValue[]) => {
    parts.push(sql);
    values.push(...bound);
  };
  if (project !== undefined) add('t._project = ?', project);
  for (const [key, value] of Object.entries(where)) {
    if (key === '$internalId') add('t._id = ?', value);
    else add(`${compared(collection, key)} = ?`, comparable(collection, value));
  }
  if (before) {
    const column = before.attribute === '$createdAt' ? '_created' : attributeOf(collection, before.attribute).column;
    add(`t.${quote(column)} < ?`, dialect.encode('datetime', before.time));
  }
  if (startsWith) {
    const column = compared(collection, startsWith.attribute);
    const text = comparable(collection, startsWith.text);
    if (dialect.folds) add(`${column} >= ? AND ${column} < ?`, text, `${text}${HIGHEST}`);
    else add(`${column} LIKE ? ESCAPE '|'`, `${String(text).replace(/[%_|]/g, '|$&')}%`);
  }
  // Whatever a caller forgot, a table is never emptied as a whole.
  if (parts.length === 0) throw new Error(`A purge of ${collection.schema.table} says nothing of its rows.`);
  return { sql: parts.join(' AND '), values };
}

function attributeOf(collection: Collection, key: string) {
  const attribute = collection.byKey.get(key);
  if (!attribute) throw new Error(`${collection.schema.table} has no attribute ${key}.`);
  return attribute;
}

/** The column that a value is compared with: the folded one where the engine keeps one. */
function compared(collection: Collection, key: string): string {
  const attribute = attributeOf(collection, key);
  const folded = collection.dialect.folds && attribute.shadow;
  return `t.${quote(folded ? `${attribute.column}_f` : attribute.column)}`;
}

function comparable({ dialect }: Collection, value: string | number): SqlValue {
  return dialect.folds && typeof value === 'string' ? fold(value) : value;
}
