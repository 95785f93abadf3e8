/**
 * Deleting a document with what goes with it: the relations of everything that is deleted are followed, a level at a
 * time, before the first row goes. Source: relationships.md §3.3.
 */
import type { Access, Document } from '../document.js';
import { ForbiddenError, RestrictedError } from '../errors.js';
import { may } from '../reader.js';
import type { Collection } from '../schema.js';
import type { UpdateOptions, Writer } from '../writer.js';
import type { Family } from './family.js';
import { lockPartners, pointAway, removeLinks } from './links.js';
import { homeOf, type RelationSchema } from './relation.js';

export interface Deletion {
  readonly family: Family;
  readonly access: Access;
  /** Most documents that one deletion takes along; more are a `RestrictedError`. */
  readonly rowsMax?: number;
}

const ROWS_MAX = 10_000;
/** Numbers that one statement names. */
const CHUNK = 500;

type Effect = 'free' | 'refuse' | 'unlink' | 'delete';

/** What becomes of the documents on the other side when those on this side go. */
export function effectOf({ type, side, onDelete, twoWay }: RelationSchema): Effect {
  const asDeclared = ({ restrict: 'refuse', setNull: 'unlink', cascade: 'delete' } as const)[onDelete];
  switch (type) {
    case 'oneToOne':
      if (side === 'parent') return onDelete === 'setNull' ? 'free' : asDeclared;
      return onDelete === 'cascade' && twoWay ? 'delete' : 'unlink';
    case 'oneToMany':
      return side === 'parent' ? asDeclared : 'free';
    case 'manyToOne':
      return side === 'parent' ? 'free' : asDeclared;
    case 'manyToMany':
      return side === 'parent' ? asDeclared : 'unlink';
  }
}

/** Deletes a document and gives it as it was. Throws as `Writer.update` does, or a `RestrictedError`. */
export async function deleteNested(
  writer: Writer,
  collection: Collection,
  id: string,
  options: Omit<UpdateOptions, 'access'>,
  { family, access, rowsMax = ROWS_MAX }: Deletion,
): Promise<Document> {
  const root = await writer.lock(collection, id, 'delete', { ...options, access });
  const leaving = new Map<Collection, Map<number, Document>>([[collection, new Map([[root.$internalId, root]])]]);
  const restricting: { collection: Collection; number: number }[] = [];
  let count = 1;
  for (let level = [{ collection, rows: [root] }]; level.length > 0; ) {
    const next = new Map<Collection, Document[]>();
    for (const { collection: from, rows } of level) {
      for (const relation of from.schema.relations ?? []) {
        const effect = effectOf(relation);
        const other = family.get(relation.other);
        if (!other || effect === 'free' || effect === 'unlink') continue;
        for (const row of await lockPartners(writer, relation, other, rows)) {
          if (effect === 'refuse') {
            restricting.push({ collection: other, number: row.$internalId });
            continue;
          }
          const known = leaving.get(other) ?? new Map<number, Document>();
          if (known.has(row.$internalId)) continue;
          if (!may(other, row, access, 'delete')) throw new ForbiddenError('A related document may not be deleted.');
          if (++count > rowsMax) throw new RestrictedError(`More than ${rowsMax} documents would be deleted.`);
          leaving.set(other, known.set(row.$internalId, row));
          next.set(other, [...(next.get(other) ?? []), row]);
        }
      }
    }
    level = [...next].map(([from, rows]) => ({ collection: from, rows }));
  }
  // What goes itself holds nothing back.
  if (restricting.some((held) => !leaving.get(held.collection)?.has(held.number)))
    throw new RestrictedError('Other documents are related to this one.');
  for (const [from, rows] of leaving) unlink(writer, family, from, [...rows.keys()]);
  for (const [from, rows] of leaving) {
    const numbers = [...rows.keys()];
    for (let at = 0; at < numbers.length; at += CHUNK) await writer.deleteNumbers(from, numbers.slice(at, at + CHUNK));
  }
  return root;
}

/** Clears every link that leads to rows that go. */
function unlink(writer: Writer, family: Family, collection: Collection, numbers: readonly number[]): void {
  for (const relation of collection.schema.relations ?? []) {
    const other = family.get(relation.other);
    const home = homeOf(relation);
    if (home === 'table') removeLinks(writer, relation, numbers);
    if (home === 'other' && other) pointAway(writer, relation, other, numbers);
  }
}
