import type { SqlValue } from './sql.js';

export type ColumnType = 'string' | 'integer' | 'double' | 'boolean' | 'datetime' | 'json';

/** Where the two engines speak differently. Everything else about SQL is written once. */
export interface Dialect {
  readonly name: 'mariadb' | 'sqlite';
  /** Whether tables can be altered inside a transaction, together with the rows that describe them. */
  readonly transactionalSchema: boolean;
  /** Whether text is compared by a folded shadow column instead of the column's collation. */
  readonly folds: boolean;
  readonly nullSafeEqual: string;
  /** Whether an index serves the order by its column one way and by age the other. */
  readonly mixesOrders: boolean;
  /** The number of the row that this connection inserted last. */
  readonly lastId: string;
  readonly forUpdate: string;
  readonly insertIgnore: string;
  columnType(type: ColumnType, size: number, array: boolean): string;
  encode(type: ColumnType, value: unknown): SqlValue;
  decode(type: ColumnType, value: SqlValue): unknown;
  /** Statements that make the tables of a collection; names are already safe. */
  createCollection(table: TableDeclaration): string[];
  /** Statements that make the table of a many-to-many relation. */
  createLinks(table: string): string[];
  /** Names of a table's columns; the table's name is the bound value. No rows: there is no such table. */
  readonly columnNames: string;
  addColumn(table: string, columns: readonly string[]): string[];
  /** Changes the type of a column to a wider one of the same kind. */
  widenColumn(table: string, column: string): string[];
  /** A column that follows a text column with a digest of what the text is compared by, where keys are short. */
  addDigest(table: string, name: string, column: string): string[];
  createIndex(index: IndexDeclaration): string;
  dropIndex(table: string, name: string): string;
  dropColumn(table: string, columns: readonly string[]): string[];
  dropTables(tables: readonly string[]): string[];
}

export interface TableDeclaration {
  readonly table: string;
  /** Shared tables hold the rows of every project, told apart by `_project`. */
  readonly shared: boolean;
  /** Column within which `_uid` is unique beside the project. */
  readonly scope: string | null;
  /** `name TYPE` texts. */
  readonly columns: readonly string[];
  readonly permissions: boolean;
  readonly fulltext: boolean;
}

export interface IndexDeclaration {
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  /** In order; `length` is a prefix in characters, 0 for the whole column. */
  readonly parts: readonly IndexPart[];
}

export interface IndexPart {
  readonly column: string;
  readonly length: number;
  readonly descending: boolean;
  /** Whether the text is folded as it is indexed, having no shadow column. */
  readonly folded?: boolean;
}

/** Quotes an identifier. Physical names come from integers and declared names; anything else is a programming error. */
export function quote(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`Not a physical name: ${name}`);
  return `\`${name}\``;
}
