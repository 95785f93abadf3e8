import { QueryError } from '../errors.js';
import type { Query } from './query.js';

/** Names that may be selected and change nothing: every document carries them. */
const META = new Set([
  '*',
  '$id',
  '$createdAt',
  '$updatedAt',
  '$permissions',
  '$databaseId',
  '$collectionId',
  '$internalId',
]);

interface Attributes {
  readonly byKey: ReadonlyMap<string, unknown>;
}

/** Attribute keys that the `select` among these queries name, united; null where none does or one names all. */
export function selectedKeys({ byKey }: Attributes, queries: readonly Query[]): string[] | null {
  const names = queries.filter(({ method }) => method === 'select').flatMap(({ values }) => values);
  for (const { kind, value } of names) {
    if (kind !== 'string') throw new QueryError('select takes attribute names.');
    if (!META.has(value) && !byKey.has(value))
      throw new QueryError(`There is no attribute ${JSON.stringify(value.slice(0, 60))} to select.`);
  }
  const texts = names.map(({ value }) => String(value));
  return texts.length === 0 || texts.includes('*') ? null : texts.filter((name) => byKey.has(name));
}
