/**
 * What the `select` among queries leaves of a document and of those related to it. Sources: queries.md §6,
 * relationships.md §2.
 */
import { QueryError } from '../errors.js';
import type { Query } from './query.js';

/** Names that may be selected and change nothing: every document carries them. */
const META = new Set([
  '$id',
  '$createdAt',
  '$updatedAt',
  '$permissions',
  '$databaseId',
  '$collectionId',
  '$internalId',
]);

interface Shown {
  readonly byKey: ReadonlyMap<string, unknown>;
  readonly relations: ReadonlyMap<string, unknown>;
}

export interface Selected {
  /** Attribute keys; null for all. */
  readonly keys: readonly string[] | null;
  /** What is selected of related documents by the relation's key, no names meaning all; null for every relation. */
  readonly related: ReadonlyMap<string, readonly string[]> | null;
}

const EVERYTHING: Selected = { keys: null, related: null };

/** What the queries select, united; everything where none of them does. Throws `QueryError`. */
export function selectedOf(collection: Shown, queries: readonly Query[]): Selected {
  const values = queries.filter(({ method }) => method === 'select').flatMap((query) => query.values);
  const names = values.map(({ kind, value }) => {
    if (kind !== 'string') throw new QueryError('select takes attribute names.');
    return value;
  });
  return selectNames(collection, names);
}

/** As `selectedOf`, by names. */
export function selectNames({ byKey, relations }: Shown, names: readonly string[]): Selected {
  if (names.length === 0) return EVERYTHING;
  const keys = new Set<string>();
  const related = new Map<string, string[]>();
  let isWhole = true;
  for (const name of names) {
    if (name === '*') {
      for (const key of byKey.keys()) keys.add(key);
      isWhole = false;
    } else if (byKey.has(name) || META.has(name)) {
      if (byKey.has(name)) keys.add(name);
      isWhole = false;
    } else addRelated(related, relations, name);
  }
  // Paths alone say nothing about the document's own attributes.
  return { keys: isWhole || keys.size === byKey.size ? null : [...keys], related };
}

function addRelated(related: Map<string, string[]>, relations: ReadonlyMap<string, unknown>, name: string): void {
  const key = headOf(relations, name);
  if (key === null) throw new QueryError(`There is no attribute ${JSON.stringify(name.slice(0, 60))} to select.`);
  const rest = name.slice(key.length + 1);
  const known = related.get(key);
  if (rest === '' || rest === '*' || known?.length === 0) related.set(key, []);
  else related.set(key, [...(known ?? []), rest]);
}

/** The relation that a path begins with: keys may hold dots themselves, so the longest one that fits. */
export function headOf(relations: ReadonlyMap<string, unknown>, path: string): string | null {
  let head: string | null = null;
  for (const key of relations.keys())
    if ((path === key || path.startsWith(`${key}.`)) && key.length > (head?.length ?? 0)) head = key;
  return head;
}
