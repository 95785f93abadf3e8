/**
 * Documents with those they are related to, down to the third level: one statement a relation and level, whatever the
 * number of documents. Source: relationships.md §2, §5.
 */
import { stringifyJson } from '@plinth/definitions';
import { quote } from '../dialect.js';
import type { Access, Document } from '../document.js';
import type { MaybePromise } from '../engine.js';
import { LimitError } from '../errors.js';
import { type Recaller, rowsBytes, type Weighed } from '../kept.js';
import { readable } from '../queries/plan.js';
import { type Selected, selectNames } from '../queries/select.js';
import type { Collection, Selection } from '../schema.js';
import type { SqlRow, SqlValue } from '../sql.js';
import type { Family } from './family.js';
import { homeOf, isMany, linkColumn, linkEnds, linksOf, linkTable, type RelationSchema } from './relation.js';

export interface Expansion {
  readonly family: Family;
  readonly access: Access;
  readonly selected: Selected;
  /** Most related rows that are read for one answer; more are a `LimitError`. */
  readonly rowsMax?: number;
}

/** Related documents are shown down to this level; those on it show no relations themselves. */
export const LEVELS = 3;
const ROWS_MAX = 10_000;
/** Numbers that one statement names. */
const CHUNK = 500;

interface Source {
  read(sql: string, values: readonly SqlValue[], heavy: boolean): MaybePromise<SqlRow[]>;
  readonly kept?: Recaller | undefined;
}

/** A document at one place of an answer, where `shown` is being filled. */
interface Node {
  readonly row: Document;
  readonly shown: Record<string, unknown>;
}

interface Level {
  readonly collection: Collection;
  readonly nodes: readonly Node[];
  /** Relations on the way from the root: neither side of them is shown again. */
  readonly path: readonly number[];
  readonly selected: Selected;
}

/** Copies of the documents that show their relations; documents that may not be read are left out. */
export async function expand(
  source: Source,
  collection: Collection,
  rows: readonly Document[],
  expansion: Expansion,
): Promise<Document[]> {
  const anchor = rows.length === 1 ? rows[0] : rows;
  const signature = signatureOf(collection, expansion);
  const known = source.kept && anchor && assembled.get(anchor);
  if (known?.signature === signature && (await holds(source.kept, known.parts))) return known.documents;
  const expanding = new Expanding(source, expansion);
  const level = { collection, path: [], selected: expansion.selected };
  const nodes = rows.map((row) => expanding.node(row, level, true));
  await expanding.fill({ ...level, nodes });
  const documents = nodes.map(({ shown }) => shown as Document);
  if (source.kept && anchor && expanding.size <= ASSEMBLED_ROWS_MAX)
    assembled.set(anchor, { signature, documents, parts: expanding.parts });
  return documents;
}

/** Which rows an answer was assembled from, as they were kept. */
interface Part {
  readonly key: string;
  readonly tables: readonly string[];
  readonly answer: unknown;
}

interface Assembled {
  readonly signature: string;
  readonly documents: Document[];
  readonly parts: readonly Part[];
}

/** Answers by the kept rows that they begin with; they go when those go. Larger ones are assembled every time. */
const assembled = new WeakMap<object, Assembled>();
const ASSEMBLED_ROWS_MAX = 2000;

/** What an answer depends on beside the rows: the schemas, who asks, and what is asked for. */
function signatureOf(collection: Collection, { family, access, selected }: Expansion): string {
  const schemas = [collection, ...family.values()].map(({ serial }) => serial);
  const roles = 'bypass' in access ? '*' : access.roles.join();
  const related = selected.related && [...selected.related];
  return `${schemas.join()}\n${roles}\n${stringifyJson(selected.keys)}\n${stringifyJson(related)}`;
}

async function holds(kept: Recaller | undefined, parts: readonly Part[]): Promise<boolean> {
  for (const { key, tables, answer } of parts) if (!(await kept?.holds(key, answer, tables))) return false;
  return true;
}

class Expanding {
  readonly parts: Part[] = [];
  #rows = 0;

  constructor(
    private readonly source: Source,
    private readonly expansion: Expansion,
  ) {}

  /** Related rows that were read. */
  get size(): number {
    return this.#rows;
  }

  /** A place for a document; its relations stand between its attributes and the fields that all documents have. */
  node(row: Document, level: Omit<Level, 'nodes'>, isRoot = false): Node {
    const shown: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(row)) {
      if (key === '$internalId') {
        if (level.path.length < LEVELS - 1)
          for (const [name, relation] of this.#shownBy(level)) shown[name] = isMany(relation) ? [] : null;
        if (!isRoot) continue;
      }
      shown[key] = value;
    }
    return { row, shown };
  }

  #shownBy({ collection, path, selected: { related } }: Omit<Level, 'nodes'>): [string, RelationSchema][] {
    return [...collection.relations].filter(
      ([key, { id }]) => !path.includes(id) && (related === null || related.has(key)),
    );
  }

  async fill(level: Level): Promise<void> {
    if (level.nodes.length === 0 || level.path.length === LEVELS - 1) return;
    await Promise.all(this.#shownBy(level).map(([key, relation]) => this.#fillOne(level, key, relation)));
  }

  async #fillOne({ nodes, path, selected }: Level, key: string, relation: RelationSchema): Promise<void> {
    const collection = this.expansion.family.get(relation.other);
    if (!collection) return; // it is being deleted
    const next = {
      collection,
      path: [...path, relation.id],
      selected: selectNames(collection, selected.related?.get(key) ?? []),
    };
    const owners = [...new Set(nodes.map(({ row }) => ownerOf(relation, row)).filter((number) => number !== null))];
    const rows = await this.#related(relation, next, owners);
    const made: Node[] = [];
    for (const { row, shown } of nodes) {
      const own = (rows.get(ownerOf(relation, row) ?? 0) ?? []).map((each) => this.node(each, next));
      shown[key] = isMany(relation) ? own.map((each) => each.shown) : (own[0]?.shown ?? null);
      made.push(...own);
    }
    await this.fill({ ...next, nodes: made });
  }

  /** Documents on the other side, by the number that their owners name them with. */
  async #related(
    relation: RelationSchema,
    { collection, selected }: Omit<Level, 'nodes'>,
    owners: readonly number[],
  ): Promise<Map<number, Document[]>> {
    const found = new Map<number, Document[]>();
    const selection = collection.selection(selected.keys);
    const { table } = collection.schema;
    const tables = relation.type === 'manyToMany' ? [table, relation.links] : [table];
    const recalling = this.source.kept?.at(...tables);
    const recall = recalling instanceof Promise ? await recalling : recalling;
    const rowsMax = this.expansion.rowsMax ?? ROWS_MAX;
    for (let at = 0; at < owners.length; at += CHUNK) {
      const [sql, values] = statement(relation, collection, selection, {
        owners: owners.slice(at, at + CHUNK),
        access: this.expansion.access,
        // Not what is left of it: what others have read would be part of what this answer is kept by.
        limit: rowsMax + 1,
      });
      const read = () => decoded(this.source.read(sql, values, false), selection);
      const key = `${sql}\n${collection.schema.version}\n${values.join('\n')}`;
      const answer = recall ? recall(key, read) : read();
      const rows = answer instanceof Promise ? await answer : answer;
      const pairs = 'answer' in rows ? rows.answer : rows;
      this.parts.push({ key, tables, answer: pairs });
      this.#rows += pairs.length;
      if (this.#rows > rowsMax) throw new LimitError('The documents are related to more others than one answer holds.');
      for (const [owner, document] of pairs) {
        const documents = found.get(owner);
        if (documents) documents.push(document);
        else found.set(owner, [document]);
      }
    }
    return found;
  }
}

type Pairs = readonly (readonly [owner: number, document: Document])[];

function decoded(reading: MaybePromise<SqlRow[]>, selection: Selection): MaybePromise<Weighed<Pairs>> {
  const decode = (rows: SqlRow[]) => ({
    answer: rows.map((row) => [Number(row[0]), selection.decode(row.slice(1))] as const),
    bytes: rowsBytes(rows),
  });
  return reading instanceof Promise ? reading.then(decode) : decode(reading);
}

/** The number by which the other side is found: that of the row itself, or the one that its link holds. */
function ownerOf(relation: RelationSchema, row: Document): number | null {
  if (homeOf(relation) !== 'own') return row.$internalId;
  return linksOf(row)[relation.id] ?? null;
}

interface Asked {
  readonly owners: readonly number[];
  readonly access: Access;
  readonly limit: number;
}

/** Rows of the other side with the owner's number in front, in the order in which lists show them. */
function statement(
  relation: RelationSchema,
  collection: Collection,
  selection: Selection,
  { owners, access, limit }: Asked,
): [string, SqlValue[]] {
  const numbers = filledUp(owners);
  const marks = numbers.map(() => '?').join(', ');
  const granted = readable(collection, access);
  const allowed = granted.map(({ sql }) => ` AND ${sql}`).join('');
  const values = [...numbers, ...granted.flatMap((part) => part.values), limit];
  const column = `t.${quote(linkColumn(relation))}`;
  const [own, other] = linkEnds(relation);
  switch (homeOf(relation)) {
    case 'own':
      return [
        `SELECT t._id, ${selection.columns} FROM ${collection.name} t WHERE t._id IN (${marks})${allowed} LIMIT ?`,
        values,
      ];
    case 'other':
      return [
        `SELECT ${column}, ${selection.columns} FROM ${collection.name} t
          WHERE ${column} IN (${marks})${allowed} ORDER BY ${column}, t._id LIMIT ?`,
        values,
      ];
    case 'table':
      return [
        `SELECT l.${own}, ${selection.columns}
          FROM ${linkTable(relation)} l JOIN ${collection.name} t ON t._id = l.${other}
          WHERE l.${own} IN (${marks})${allowed} ORDER BY l.${own}, l._id LIMIT ?`,
        values,
      ];
  }
}

/** As many numbers as one of few lengths, the last one repeated, so that few statements are ever prepared. */
function filledUp(numbers: readonly number[]): number[] {
  let length = 1;
  while (length < numbers.length) length *= 2;
  const last = numbers.at(-1) ?? 0;
  return [...numbers, ...Array.from({ length: Math.min(length, CHUNK) - numbers.length }, () => last)];
}
