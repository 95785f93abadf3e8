/** Links of rows that are being written: reading them under their locks, setting and clearing them. */
import { quote } from '../dialect.js';
import type { Document } from '../document.js';
import { isoTime } from '../ids.js';
import type { Collection } from '../schema.js';
import type { SqlRow, SqlValue } from '../sql.js';
import type { Writer } from '../writer.js';
import { homeOf, linkColumn, linkEnds, linksOf, linkTable, type RelationSchema } from './relation.js';

/** Numbers that one statement names. */
const CHUNK = 500;

/** Documents with these IDs, locked; by their IDs in lower case. */
export async function lockIds(
  writer: Writer,
  collection: Collection,
  ids: readonly string[],
): Promise<Map<string, Document>> {
  const found = new Map<string, Document>();
  for (const row of await lockWhere(writer, collection, 't._uid', ids)) found.set(row.$id.toLowerCase(), row);
  return found;
}

/** Documents on the other side of a relation of these rows, locked, each once. */
export async function lockPartners(
  writer: Writer,
  relation: RelationSchema,
  other: Collection,
  rows: readonly Document[],
): Promise<Document[]> {
  const numbers = rows.map(({ $internalId }) => $internalId);
  switch (homeOf(relation)) {
    case 'own': {
      const linked = rows.map((row) => linksOf(row)[relation.id] ?? null).filter((number) => number !== null);
      return lockWhere(writer, other, 't._id', linked);
    }
    case 'other':
      return lockWhere(writer, other, `t.${quote(linkColumn(relation))}`, numbers);
    case 'table': {
      const [own, far] = linkEnds(relation);
      const join = ` JOIN ${linkTable(relation)} l ON l.${far} = t._id`;
      return lockWhere(writer, other, `l.${own}`, numbers, join);
    }
  }
}

async function lockWhere(
  writer: Writer,
  collection: Collection,
  column: string,
  values: readonly SqlValue[],
  join = '',
): Promise<Document[]> {
  const selection = collection.selection();
  const rows = new Map<number, Document>();
  for (let at = 0; at < values.length; at += CHUNK) {
    const chunk = values.slice(at, at + CHUNK);
    const sql = `SELECT ${selection.columns} FROM ${collection.name} t${join}
      WHERE ${column} IN (${chunk.map(() => '?').join(', ')}) ORDER BY t._id${collection.dialect.forUpdate}`;
    const found: SqlRow[] = await writer.transaction.connection.all(sql, chunk);
    for (const each of found) {
      const row = selection.decode(each);
      rows.set(row.$internalId, row);
    }
  }
  return [...rows.values()];
}

/** Lets the link of rows of the other side, whose table holds it, lead to a row of this side, or to none. */
export function pointTo(
  writer: Writer,
  relation: RelationSchema,
  other: Collection,
  numbers: readonly number[],
  target: number | null,
): void {
  for (let at = 0; at < numbers.length; at += CHUNK) {
    const chunk = numbers.slice(at, at + CHUNK);
    const marks = chunk.map(() => '?').join(', ');
    set(writer, relation, other, `_id IN (${marks})`, target, chunk);
  }
}

/** Clears the links of all rows of the other side that lead to these rows. */
export function pointAway(
  writer: Writer,
  relation: RelationSchema,
  other: Collection,
  targets: readonly number[],
): void {
  for (let at = 0; at < targets.length; at += CHUNK) {
    const chunk = targets.slice(at, at + CHUNK);
    const marks = chunk.map(() => '?').join(', ');
    set(writer, relation, other, `${quote(linkColumn(relation))} IN (${marks})`, null, chunk);
  }
}

function set(
  writer: Writer,
  relation: RelationSchema,
  other: Collection,
  where: string,
  target: number | null,
  values: readonly SqlValue[],
): void {
  const { transaction } = writer;
  transaction.touch(other);
  const now = other.dialect.encode('datetime', isoTime());
  transaction.later(
    transaction.connection.run(
      `UPDATE ${other.name} SET ${quote(linkColumn(relation))} = ?, _updated = ?, _rev = _rev + 1 WHERE ${where}`,
      [target, now, ...values],
    ),
  );
}

/** Adds links to a table of links; those that are there already stay. */
export function addLinks(
  writer: Writer,
  relation: RelationSchema,
  collection: Collection,
  own: number,
  others: readonly number[],
): void {
  const { transaction } = writer;
  const [near, far] = linkEnds(relation);
  transaction.touchTable(relation.links);
  for (let at = 0; at < others.length; at += CHUNK) {
    const chunk = others.slice(at, at + CHUNK);
    transaction.later(
      transaction.connection.run(
        `${collection.dialect.insertIgnore} ${linkTable(relation)} (${near}, ${far})
          VALUES ${chunk.map(() => '(?, ?)').join(', ')}`,
        chunk.flatMap((other) => [own, other]),
      ),
    );
  }
}

/** Removes links of these rows from a table of links: all, or those to the other rows that are named. */
export function removeLinks(
  writer: Writer,
  relation: RelationSchema,
  own: readonly number[],
  others: readonly number[] | null = null,
): void {
  const { transaction } = writer;
  const [near, far] = linkEnds(relation);
  transaction.touchTable(relation.links);
  const remove = (numbers: readonly number[], column: string, rest: string, values: readonly SqlValue[]) => {
    for (let at = 0; at < numbers.length; at += CHUNK) {
      const chunk = numbers.slice(at, at + CHUNK);
      const marks = chunk.map(() => '?').join(', ');
      transaction.later(
        transaction.connection.run(`DELETE FROM ${linkTable(relation)} WHERE ${column} IN (${marks})${rest}`, [
          ...chunk,
          ...values,
        ]),
      );
    }
  };
  if (others === null) remove(own, near, '', []);
  else remove(others, far, ` AND ${near} = ?`, own.slice(0, 1));
}
