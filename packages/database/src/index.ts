export type { MariadbOptions } from './adapters/mariadb/engine.js';
export { openMariadb } from './adapters/mariadb/open.js';
export { openSqlite, type SqliteOptions } from './adapters/sqlite/engine.js';
export { type Aggregate, aggregateNames } from './aggregate.js';
export type { ColumnType, Dialect } from './dialect.js';
export * from './document.js';
export type { Connection, Engine, MaybePromise } from './engine.js';
export * from './errors.js';
export { fold, words } from './fold.js';
export { isoTime, newId } from './ids.js';
export * as limits from './limits.js';
export { type DeadMessage, MessageStore } from './message-store.js';
export { type Purge, purge } from './purge.js';
export { parseQuery, type Query, type QueryMethod, type QueryValue, queryAttributes } from './queries/query.js';
export type { Selected } from './queries/select.js';
export { type GetOptions, type List, type ListOptions, may, mayRead, Reader } from './reader.js';
export { deleteNested } from './relations/delete.js';
export type { Expansion } from './relations/expand.js';
export { ALONE, type Family } from './relations/family.js';
export {
  homeOf,
  isMany,
  type OnDelete,
  type RelationSchema,
  type RelationSide,
  type RelationType,
} from './relations/relation.js';
export { createNested, type Nesting, updateNested } from './relations/save.js';
export {
  type AttributeFormat,
  type AttributeSchema,
  type Cipher,
  Collection,
  type CollectionSchema,
  hasShadow,
  type IndexSchema,
} from './schema.js';
export type { SqlRow, SqlValue } from './sql.js';
export { Store, type StoreOptions, type Written } from './store.js';
export { checkValue } from './structure.js';
export * as tables from './tables.js';
export { Transaction } from './transaction.js';
export type { NewMessage, StoredMessage } from './unit-of-work.js';
export { type Changed, type PreparedRow, type UpdateOptions, Writer } from './writer.js';
