/** Names in queries: an attribute, a relation, or a field of related documents as `author.name`. */
import { QueryError } from '../errors.js';
import type { Family } from '../relations/family.js';
import { isMany, type RelationSchema } from '../relations/relation.js';
import type { AttributeSchema, Collection } from '../schema.js';
import { headOf } from './select.js';

/** Related documents are asked about at most this far away. */
const HOPS_MAX = 3;

export interface Hop {
  readonly relation: RelationSchema;
  /** The collection it leads to. */
  readonly collection: Collection;
}

export interface Path {
  /** From the document that is asked about to the one whose field it is. */
  readonly hops: readonly Hop[];
  readonly collection: Collection;
  readonly attribute: AttributeSchema;
  /** True where the relation itself was named, and stands for the ID of the related document. */
  readonly isRelation: boolean;
}

const META: Readonly<Record<string, AttributeSchema>> = Object.fromEntries(
  (
    [
      ['$id', '_uid', 'string'],
      ['$createdAt', '_created', 'datetime'],
      ['$updatedAt', '_updated', 'datetime'],
    ] as const
  ).map(([key, column, type]) => [
    key,
    { key, column, type, size: 36, array: false, required: true, default: null, format: '', shadow: false },
  ]),
);
const ID = META.$id as AttributeSchema;

interface Known {
  /** Attributes of the collection that may be named; all where absent. */
  readonly filterable?: readonly string[] | undefined;
  readonly family?: Family | undefined;
}

/** Finds what a name means. Throws `QueryError`. */
export function resolvePath(start: Collection, name: string, { filterable, family }: Known): Path {
  const hops: Hop[] = [];
  let collection = start;
  for (let rest = name; ; ) {
    const attribute = ownAttribute(collection, rest, hops.length === 0 ? filterable : undefined);
    if (attribute) return { hops, collection, attribute, isRelation: false };
    const key = headOf(collection.relations, rest);
    const relation = key === null ? undefined : collection.relations.get(key);
    const related = relation && family?.get(relation.other);
    if (key === null || !relation || !related || hops.length === HOPS_MAX) throw unknown(name);
    hops.push({ relation, collection: related });
    collection = related;
    rest = rest.slice(key.length + 1);
    if (rest === '') return { hops, collection, attribute: ID, isRelation: true };
  }
}

function ownAttribute(
  collection: Collection,
  name: string,
  filterable: readonly string[] | undefined,
): AttributeSchema | undefined {
  if (Object.hasOwn(META, name)) return META[name];
  const attribute = filterable && !filterable.includes(name) ? undefined : collection.byKey.get(name);
  return attribute?.encrypted ? undefined : attribute;
}

const unknown = (name: string) =>
  new QueryError(`There is no attribute ${JSON.stringify(name.slice(0, 60))} to query by.`);

/** Refuses a list of related documents where one value is asked for. */
export function refuseMany({ hops }: Path, name: string, purpose: string): void {
  if (hops.some(({ relation }) => isMany(relation)))
    throw new QueryError(
      `${JSON.stringify(name.slice(0, 60))} leads to several documents, which cannot be ${purpose}.`,
    );
}
