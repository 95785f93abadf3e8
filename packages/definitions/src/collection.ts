/** The types in which stored collections are declared; `collections.ts` holds the collections themselves. */

export type SystemAttributeType = 'string' | 'integer' | 'double' | 'boolean' | 'datetime' | 'json';

/** One attribute of a stored collection. `Value` is what a document holds under it. */
export interface SystemAttribute<Value = unknown> {
  readonly type: SystemAttributeType;
  /** Characters of a string, or of the JSON text of a `json` attribute. */
  readonly size: number;
  readonly array: boolean;
  readonly required: boolean;
  /** Kept as AES-256-GCM text; never filtered or ordered. */
  readonly encrypted: boolean;
  /** What a document reads when nothing is stored. */
  readonly fallback: unknown;
  /** Carries the value's type; never set. */
  readonly value?: Value;
}

export interface SystemIndex {
  readonly type: 'key' | 'unique' | 'fulltext';
  readonly attributes: readonly string[];
}

export interface SystemCollection {
  /** Number of the collection; part of no name, but stable for logs and caches. */
  readonly attributes: Readonly<Record<string, SystemAttribute>>;
  readonly indexes: Readonly<Record<string, SystemIndex>>;
  /** Whether its documents carry grants of their own, which then filter reads by callers without bypass. */
  readonly permissions: boolean;
  /** Attribute within which `$id` is unique; without it ids are unique in the project. */
  readonly scope?: string;
}

/** What every stored document has. Times are `YYYY-MM-DDTHH:MM:SS.mmm+00:00`. */
export interface DocumentMeta {
  $id: string;
  $internalId: number;
  $createdAt: string;
  $updatedAt: string;
  $permissions: string[];
}

type ValueOf<A> = A extends SystemAttribute<infer V> ? V : never;

/** The document type of a declared collection. */
export type Row<C extends SystemCollection> = DocumentMeta & {
  -readonly [K in keyof C['attributes']]: ValueOf<C['attributes'][K]>;
};

/** What `create` takes for a declared collection: everything but the meta fields may be left out. */
export type NewRow<C extends SystemCollection> = Partial<Row<C>> & { $id: string };

function attribute<V>(type: SystemAttributeType, size: number, fallback: unknown): SystemAttribute<V> {
  return { type, size, array: false, required: false, encrypted: false, fallback };
}

export const text = (size: number): SystemAttribute<string | null> => attribute('string', size, null);
export const integer = (): SystemAttribute<number | null> => attribute('integer', 8, null);
export const double = (): SystemAttribute<number | null> => attribute('double', 8, null);
export const boolean = (): SystemAttribute<boolean | null> => attribute('boolean', 1, null);
export const datetime = (): SystemAttribute<string | null> => attribute('datetime', 0, null);
/** A JSON value of at most `size` characters; reads `fallback` when unset. */
export const json = <V>(size: number, fallback: V): SystemAttribute<V> => attribute('json', size, fallback);
/** A list of texts; reads `[]` when unset. */
export const texts = (size: number): SystemAttribute<string[]> => ({ ...attribute('string', size, []), array: true });
export const integers = (): SystemAttribute<number[]> => ({ ...attribute('integer', 8, []), array: true });

export const required = <V>(of: SystemAttribute<V>): SystemAttribute<NonNullable<V>> =>
  ({ ...of, required: true }) as SystemAttribute<NonNullable<V>>;
/** Never null: reads `fallback` when unset. */
export const withDefault = <V>(of: SystemAttribute<V>, fallback: NonNullable<V>): SystemAttribute<NonNullable<V>> =>
  ({ ...of, fallback }) as SystemAttribute<NonNullable<V>>;
export const encrypted = <V>(of: SystemAttribute<V>): SystemAttribute<V> => ({ ...of, encrypted: true });

export const key = (...attributes: string[]): SystemIndex => ({ type: 'key', attributes });
export const unique = (...attributes: string[]): SystemIndex => ({ type: 'unique', attributes });
export const fulltext = (attributeKey: string): SystemIndex => ({ type: 'fulltext', attributes: [attributeKey] });

export function collection<const C extends Omit<SystemCollection, 'permissions'> & { permissions?: boolean }>(
  declared: C,
): C & { permissions: boolean } {
  return { ...declared, permissions: declared.permissions ?? false };
}
