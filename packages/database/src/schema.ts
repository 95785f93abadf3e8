import { collections, parseJson, type SystemCollection, stringifyJson } from '@plinth/definitions';
import { type ColumnType, type Dialect, quote, type TableDeclaration } from './dialect.js';
import type { Document, SystemName } from './document.js';
import { fold } from './fold.js';
import type { Query } from './queries/query.js';
import { type Selected, selectedOf } from './queries/select.js';
import { homeOf, LINKS, linkColumn, type RelationSchema } from './relations/relation.js';
import type { SqlRow, SqlValue } from './sql.js';

export type AttributeFormat = '' | 'email' | 'enum' | 'ip' | 'url' | 'intRange' | 'floatRange';

/** An attribute as the data layer needs it, of a user's collection or of a system one. */
export interface AttributeSchema {
  readonly key: string;
  readonly column: string;
  readonly type: ColumnType;
  /** Characters of a string; 0 where it does not apply. */
  readonly size: number;
  readonly array: boolean;
  readonly required: boolean;
  readonly default: unknown;
  readonly format: AttributeFormat;
  readonly elements?: readonly string[];
  readonly min?: number | bigint;
  readonly max?: number | bigint;
  /** Kept as sealed text. */
  readonly encrypted?: boolean;
  /** What reads give when nothing is stored. */
  readonly fallback?: unknown;
  /** Whether the column has a folded shadow where the engine needs one. */
  readonly shadow: boolean;
}

export interface IndexSchema {
  readonly key: string;
  /** Number of the index, part of its physical name and of the token rows. */
  readonly id: number;
  readonly type: 'key' | 'unique' | 'fulltext';
  readonly attributes: readonly string[];
  readonly orders: readonly string[];
  /** Queries use available ones only; tokens are written for those being built too. */
  readonly available: boolean;
}

export interface CollectionSchema {
  /** Physical table, built from integers or declared names. */
  readonly table: string;
  readonly shared: boolean;
  readonly scope: string | null;
  readonly attributes: readonly AttributeSchema[];
  readonly indexes: readonly IndexSchema[];
  /** Relations to other collections, those included that only the other side shows. */
  readonly relations?: readonly RelationSchema[];
  /** Grants of the collection itself. */
  readonly permissions: readonly string[];
  /** Whether grants of single documents count. */
  readonly documentSecurity: boolean;
  /** Whether values are checked against the attributes; system rows come checked by their types. */
  readonly strict: boolean;
  readonly version: number;
  /** Fields that every document of it carries, after its attributes and meta fields. */
  readonly constants: Readonly<Record<string, string>>;
}

export interface Cipher {
  seal(text: string): string;
  open(text: string): string;
}

/** Shadow columns are made for strings up to this many characters; longer ones are folded as they are compared. */
const SHADOW_SIZE_MAX = 16383;
const META = ['_id', '_uid', '_created', '_updated', '_perms'] as const;

export const hasShadow = (type: ColumnType, size: number, array: boolean): boolean =>
  type === 'string' && !array && size <= SHADOW_SIZE_MAX;

let serials = 0;

/** A schema with everything that can be prepared once: names, column lists, decoders. */
export class Collection {
  readonly byKey: ReadonlyMap<string, AttributeSchema>;
  /** The relations that documents show, by key. */
  readonly relations: ReadonlyMap<string, RelationSchema>;
  /** Relations whose link is a column of this collection's table. */
  readonly ownLinks: readonly RelationSchema[];
  readonly name: string;
  readonly permissionTable: string;
  readonly tokenTable: string;
  readonly fulltext: readonly IndexSchema[];
  /** Of no other schema that was prepared in this process. */
  readonly serial = ++serials;
  readonly #selections = new Map<string, Selection>();

  constructor(
    readonly schema: CollectionSchema,
    readonly dialect: Dialect,
    readonly cipher: Cipher,
  ) {
    this.byKey = new Map(schema.attributes.map((attribute) => [attribute.key, attribute]));
    const relations = schema.relations ?? [];
    this.relations = new Map(
      relations.flatMap((relation) => (relation.key === null ? [] : [[relation.key, relation]])),
    );
    this.ownLinks = relations.filter((relation) => homeOf(relation) === 'own');
    this.name = quote(schema.table);
    this.permissionTable = quote(`${schema.table}_perm`);
    this.tokenTable = quote(`${schema.table}_ft`);
    this.fulltext = schema.indexes.filter((index) => index.type === 'fulltext');
  }

  /** Column list and decoder for all attributes, or for some of them by key. */
  selection(keys: readonly string[] | null = null): Selection {
    const name = keys === null ? '*' : keys.join('\n');
    let selection = this.#selections.get(name);
    if (!selection) {
      const chosen =
        keys === null ? this.schema.attributes : this.schema.attributes.filter(({ key }) => keys.includes(key));
      selection = new Selection(this, chosen);
      if (this.#selections.size > 100) this.#selections.clear();
      this.#selections.set(name, selection);
    }
    return selection;
  }

  /** What `select` queries name; everything where none does. Throws `QueryError`. */
  selected(queries: readonly Query[]): Selected {
    return selectedOf(this, queries);
  }

  encode(attribute: AttributeSchema, value: unknown): SqlValue {
    if (value === null || value === undefined) return null;
    if (attribute.array) return stringifyJson(value);
    const encoded = this.dialect.encode(attribute.type, value);
    return attribute.encrypted ? this.cipher.seal(String(encoded)) : encoded;
  }

  decode(attribute: AttributeSchema, value: SqlValue): unknown {
    if (value === null) return attribute.fallback ?? (attribute.array ? [] : null);
    const text = attribute.encrypted ? this.cipher.open(value as string) : value;
    if (attribute.array || attribute.type === 'json') return parseJson(text as string);
    const decoded = this.dialect.decode(attribute.type, text);
    return typeof decoded === 'bigint' ? small(decoded) : decoded;
  }

  /** Columns and values that hold one attribute: itself and, where the engine compares folded text, its shadow. */
  columnsOf(attribute: AttributeSchema, value: unknown): [string, SqlValue][] {
    const columns: [string, SqlValue][] = [[attribute.column, this.encode(attribute, value)]];
    if (this.dialect.folds && attribute.shadow)
      columns.push([`${attribute.column}_f`, typeof value === 'string' ? fold(value) : null]);
    return columns;
  }

  /** What text of this attribute is compared by. */
  comparable(attribute: AttributeSchema): string {
    const column = quote(attribute.column);
    if (!this.dialect.folds || attribute.type !== 'string') return column;
    return attribute.shadow ? quote(`${attribute.column}_f`) : `fold(${column})`;
  }

  declaration(): TableDeclaration {
    return {
      table: this.schema.table,
      shared: this.schema.shared,
      scope: this.schema.scope,
      columns: this.schema.attributes.flatMap((attribute) => columnDefinitions(this.dialect, attribute)),
      permissions: this.schema.documentSecurity || this.schema.strict,
      fulltext: this.fulltext.length > 0 || this.schema.strict,
    };
  }
}

/** `name TYPE` of an attribute's columns. */
export function columnDefinitions(dialect: Dialect, attribute: AttributeSchema): string[] {
  // Sealed text is longer than what it hides.
  const type = attribute.encrypted
    ? dialect.columnType('json', 0, false)
    : dialect.columnType(attribute.type, attribute.size, attribute.array);
  const definitions = [`${quote(attribute.column)} ${type}`];
  if (dialect.folds && attribute.shadow) definitions.push(`${quote(`${attribute.column}_f`)} TEXT`);
  return definitions;
}

export function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A prepared column list with the decoder of its rows. */
export class Selection {
  /** `t`-qualified, attributes first. */
  readonly columns: string;
  readonly #attributes: readonly AttributeSchema[];
  readonly #collection: Collection;
  readonly #constants: readonly (readonly [string, string])[];

  constructor(collection: Collection, attributes: readonly AttributeSchema[]) {
    this.#collection = collection;
    this.#attributes = attributes;
    this.#constants = Object.entries(collection.schema.constants);
    this.columns = [...attributes.map(({ column }) => column), ...META, ...collection.ownLinks.map(linkColumn)]
      .map((column) => `t.${quote(column)}`)
      .join(', ');
  }

  decode(row: SqlRow): Document {
    const collection = this.#collection;
    const attributes = this.#attributes;
    const document: Record<string, unknown> = {};
    let at = 0;
    for (const attribute of attributes) document[attribute.key] = collection.decode(attribute, row[at++] ?? null);
    document.$internalId = Number(row[at]);
    document.$id = row[at + 1];
    document.$createdAt = collection.dialect.decode('datetime', row[at + 2] ?? null);
    document.$updatedAt = collection.dialect.decode('datetime', row[at + 3] ?? null);
    const permissions = row[at + 4] as string;
    document.$permissions = permissions === '[]' ? [] : JSON.parse(permissions);
    for (const [key, value] of this.#constants) document[key] = value;
    if (collection.ownLinks.length > 0) {
      const links: Record<number, number | null> = {};
      at += META.length;
      for (const { id } of collection.ownLinks) {
        const number = row[at++] ?? null;
        links[id] = number === null ? null : Number(number);
      }
      Object.assign(document, { [LINKS]: links });
    }
    return document as Document;
  }
}

const SYSTEM_PREFIX = 's_';

/** The schema of a declared system collection. */
export function systemSchema(name: SystemName): CollectionSchema {
  const declared: SystemCollection = collections[name];
  const indexes = Object.entries(declared.indexes);
  const compared = new Set(
    indexes.filter(([, index]) => index.type !== 'fulltext').flatMap(([, index]) => index.attributes),
  );
  return {
    table: SYSTEM_PREFIX + name,
    shared: true,
    scope: declared.scope ?? null,
    attributes: Object.entries(declared.attributes).map(([key, attribute]) => ({
      key,
      column: key,
      type: attribute.type,
      size: attribute.size,
      array: attribute.array,
      required: attribute.required,
      default: null,
      format: '',
      encrypted: attribute.encrypted,
      fallback: attribute.fallback,
      shadow: compared.has(key) && hasShadow(attribute.type, attribute.size, attribute.array),
    })),
    indexes: indexes.map(([key, index], at) => ({
      key,
      id: at + 1,
      type: index.type,
      attributes: index.attributes,
      orders: [],
      available: true,
    })),
    permissions: [],
    documentSecurity: declared.permissions,
    strict: false,
    version: 1,
    constants: {},
  };
}
