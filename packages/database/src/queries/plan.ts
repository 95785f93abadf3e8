/** From queries to the parts of a SELECT, checked against the collection's schema. Source: queries.md §4-10. */
import { parseTime } from '@plinth/definitions';
import { quote } from '../dialect.js';
import { type Access, grants, PERMISSION_TYPES } from '../document.js';
import { QueryError } from '../errors.js';
import { fold, foldWhole, words } from '../fold.js';
import type { Family } from '../relations/family.js';
import { homeOf, linkColumn, linkEnds, linkTable } from '../relations/relation.js';
import type { AttributeSchema, Collection, Selection } from '../schema.js';
import type { SqlValue } from '../sql.js';
import { type Hop, type Path, refuseMany, resolvePath } from './path.js';
import { type FilterMethod, filterMethods, type Query, type QueryValue } from './query.js';

export interface PlanOptions {
  readonly access: Access;
  /** Attributes that may be filtered and ordered by; all where absent. */
  readonly filterable?: readonly string[];
  /** Collections that relations lead to; without them related fields are unknown. */
  readonly family?: Family;
  /** Most rows that one page gives. */
  readonly limitMax: number;
  /** The `search` parameter of lists: every word must match, over the collection's own search text. */
  readonly search?: string;
}

export interface SqlPart {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export interface Order {
  /** Expression that rows are ordered and cursors compared by, with the values that it binds. */
  readonly expression: string;
  readonly values: readonly SqlValue[];
  readonly descending: boolean;
}

export interface Plan {
  readonly where: SqlPart;
  readonly orders: readonly Order[];
  readonly limit: number;
  readonly offset: number | bigint;
  readonly cursor: { readonly id: string; readonly before: boolean } | null;
  readonly selection: Selection;
  /** Whether the statement walks no more than about one page of an index. */
  readonly bounded: boolean;
  /**
   * The column that rows are ordered by, the greatest first and the older of equal ones first, where the engine could
   * use its index for no such order: the value at the page's end, found by the index, is then the least to be sorted.
   */
  readonly edge: string | null;
  /** Whether the answer depends on nothing but the collection's own tables. */
  readonly isNear: boolean;
}

const LIMIT_DEFAULT = 25;
const FILTERS: ReadonlySet<string> = new Set(filterMethods);
const OPERATORS = { lessThan: '<', lessThanEqual: '<=', greaterThan: '>', greaterThanEqual: '>=' } as const;
/** IDs are ASCII, and MariaDB does not compare their column with anything else: this is in no ID and behind all. */
const BEYOND_ASCII = '\x7f';
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
const NOT_ASCII = /[^\x00-\x7f]/gu;
const HIGHEST = '\u{10ffff}';

export function plan(collection: Collection, queries: readonly Query[], options: PlanOptions): Plan {
  const parts: SqlPart[] = [];
  const orders: (Order & { key: string })[] = [];
  const filtered: { key: string; method: FilterMethod }[] = [];
  let isNear = true;
  let reversed = false;
  let limit: number | bigint | undefined;
  let offset: number | bigint | undefined;
  let cursor: Plan['cursor'] = null;
  for (const query of queries) {
    if (FILTERS.has(query.method)) {
      const path = resolvePath(collection, query.attribute, options);
      parts.push(filterAt(path, query, options.access));
      // Nothing is known of how many rows a condition on other documents lets through.
      if (path.hops.length === 0) filtered.push({ key: path.attribute.key, method: query.method as FilterMethod });
      else isNear = false;
      continue;
    }
    switch (query.method) {
      case 'orderAsc':
      case 'orderDesc': {
        const descending = query.method === 'orderDesc';
        if (query.attribute === '') {
          if (orders.length === 0) reversed = descending;
          break;
        }
        const path = resolvePath(collection, query.attribute, options);
        orders.push({
          key: path.hops.length ? '' : path.attribute.key,
          ...orderBy(path, query, options.access),
          descending,
        });
        if (path.hops.length > 0) isNear = false;
        break;
      }
      case 'limit':
        limit = first(limit, count(query, 'limit'));
        break;
      case 'offset':
        offset = first(offset, count(query, 'offset'));
        break;
      case 'cursorAfter':
      case 'cursorBefore':
        cursor = first(cursor ?? undefined, { id: cursorId(query), before: query.method === 'cursorBefore' });
        break;
    }
  }
  if (options.search) parts.push(searchText(collection, options.search));
  const granted = readable(collection, options.access);
  parts.push(...granted);
  const isOpen = granted.length === 0 && !options.search;
  const effective: Order[] =
    orders.length === 0 ? [{ expression: 't._id', values: [], descending: reversed }] : [...orders];
  // `$id` is unique: nothing can be tied after it. Everything else is tied by age, oldest first.
  if (orders.length > 0 && !orders.some(({ key }) => key === '$id'))
    effective.push({ expression: 't._id', values: [], descending: false });
  return {
    where: join(parts),
    orders: effective,
    limit: Math.min(Number(limit ?? LIMIT_DEFAULT), options.limitMax),
    offset: offset ?? 0,
    cursor,
    selection: collection.selection(collection.selected(queries).keys),
    bounded: isNear && isBounded(collection, filtered, orders) && !options.search && Number(offset ?? 0) <= 1000,
    isNear,
    edge: isOpen && isNear ? edgeOf(collection, filtered, orders) : null,
  };
}

/** Longer texts have but their beginnings in an index, and so have those of an index of many. */
const EDGE_SIZE_MAX = 255;
const EDGE_PARTS_MAX = 3;

function edgeOf(
  collection: Collection,
  filtered: readonly { readonly key: string }[],
  orders: readonly (Order & { readonly key: string })[],
): string | null {
  const [order] = orders;
  const { schema, dialect } = collection;
  if (dialect.mixesOrders || !schema.strict || !order?.descending || orders.length > 1) return null;
  const { key } = order;
  if (filtered.some((filter) => filter.key !== key)) return null;
  if (key === '$createdAt' || key === '$updatedAt') return order.expression;
  const size = collection.byKey.get(key)?.size ?? Number.POSITIVE_INFINITY;
  const indexes = schema.indexes.filter(
    ({ available, type, attributes }) => available && type !== 'fulltext' && attributes[0] === key,
  );
  const isServed = indexes.some((index) => index.orders[0] === 'DESC');
  const isIndexed = indexes.some(({ attributes }) => attributes.length <= EDGE_PARTS_MAX);
  return isIndexed && !isServed && size <= EDGE_SIZE_MAX ? order.expression : null;
}

const first = <T>(earlier: T | undefined, later: T): T => earlier ?? later;

/** Rows of a shared table are always those of one project; the value is bound by the caller. */
function join(parts: readonly SqlPart[]): SqlPart {
  return { sql: parts.map(({ sql }) => sql).join(' AND '), values: parts.flatMap(({ values }) => values) };
}

function expression(collection: Collection, attribute: AttributeSchema, alias: string): string {
  if (attribute.column.startsWith('_')) return `${alias}.${quote(attribute.column)}`;
  const comparable = collection.comparable(attribute);
  return comparable.startsWith('fold(') ? `fold(${alias}.${quote(attribute.column)})` : `${alias}.${comparable}`;
}

/** A filter on a field of the document, or on one of the documents that the path leads to and the caller may read. */
function filterAt(path: Path, query: Query, access: Access): SqlPart {
  const { hops, collection, attribute, isRelation } = path;
  const isNarrow = NARROW.has(query.method);
  if (!isRelation)
    return hops.length
      ? related(hops, { access, isNarrow }, (alias) => filter(collection, attribute, query, alias))
      : filter(collection, attribute, query, 't');
  refuseMany(path, query.attribute, 'compared with one ID');
  if (query.method === 'search') throw new QueryError(`The relation ${query.attribute} has no text to search.`);
  const exists = related(hops, { access, isNarrow }, (alias) =>
    query.method === 'isNull' || query.method === 'isNotNull' ? ANYTHING : filter(collection, attribute, query, alias),
  );
  return query.method === 'isNull' ? { sql: `NOT ${exists.sql}`, values: exists.values } : exists;
}

/** Filters that few documents pass, as a rule. */
const NARROW: ReadonlySet<string> = new Set(['equal', 'between', 'startsWith', 'search']);

/**
 * A condition on the last of the documents that hops lead to, one inside the other. Where few pass it they are found
 * first, and those that lead to them by the index of their links; else each document is asked in its turn. MariaDB
 * knows by itself which way is the shorter.
 */
function related(
  hops: readonly Hop[],
  how: { readonly access: Access; readonly isNarrow: boolean },
  condition: (alias: string) => SqlPart,
  depth = 0,
): SqlPart {
  const [hop, ...rest] = hops;
  if (!hop) return condition(aliasAt(depth));
  const inner = related(rest, how, condition, depth + 1);
  const allowed = [...readable(hop.collection, how.access, aliasAt(depth + 1)), inner];
  const [near, far] = hopEnds(hop, depth);
  const source = sourceOf(hop, depth);
  const part = join(how.isNarrow ? allowed : [hopTo(hop, depth), ...allowed]);
  return how.isNarrow
    ? { sql: `${near} IN (SELECT ${far} FROM ${source} WHERE ${part.sql})`, values: part.values }
    : { sql: `EXISTS (SELECT 1 FROM ${source} WHERE ${part.sql})`, values: part.values };
}

const aliasAt = (depth: number): string => (depth === 0 ? 't' : `t${depth}`);

function sourceOf({ relation, collection }: Hop, depth: number): string {
  const alias = aliasAt(depth + 1);
  if (homeOf(relation) !== 'table') return `${collection.name} ${alias}`;
  const links = `${linkTable(relation)} l${depth}`;
  return `${links} JOIN ${collection.name} ${alias} ON ${alias}._id = l${depth}.${linkEnds(relation)[1]}`;
}

/** What makes a row of the next table belong to one of this. */
function hopTo(hop: Hop, depth: number): SqlPart {
  const [near, far] = hopEnds(hop, depth);
  return { sql: `${far} = ${near}`, values: [] };
}

/** What is equal on a row of this table and on one of the next that belongs to it. */
function hopEnds({ relation }: Hop, depth: number): readonly [near: string, far: string] {
  const [from, to] = [aliasAt(depth), aliasAt(depth + 1)];
  const column = quote(linkColumn(relation));
  switch (homeOf(relation)) {
    case 'own':
      return [`${from}.${column}`, `${to}._id`];
    case 'other':
      return [`${from}._id`, `${to}.${column}`];
    case 'table':
      return [`${from}._id`, `l${depth}.${linkEnds(relation)[0]}`];
  }
}

/** What rows are ordered by: a column, or the field of the one document that the path leads to. */
function orderBy(path: Path, query: Query, access: Access): Pick<Order, 'expression' | 'values'> {
  const { hops, collection, attribute, isRelation } = path;
  if (attribute.array || attribute.type === 'json')
    throw new QueryError(`Rows cannot be ordered by the list ${query.attribute}.`);
  if (isRelation) throw new QueryError(`Rows cannot be ordered by the relation ${query.attribute}.`);
  if (hops.length === 0) return { expression: expression(collection, attribute, 't'), values: [] };
  refuseMany(path, query.attribute, 'ordered by');
  const steps = hops.map((hop, depth) =>
    join([hopTo(hop, depth), ...readable(hop.collection, access, aliasAt(depth + 1))]),
  );
  const sources = hops.map(({ collection: { name } }, depth) => `${name} ${aliasAt(depth + 1)}`);
  const where = join(steps);
  const field = expression(collection, attribute, aliasAt(hops.length));
  return { expression: `(SELECT ${field} FROM ${sources.join(', ')} WHERE ${where.sql})`, values: where.values };
}

const ANYTHING: SqlPart = { sql: '1 = 1', values: [] };
const NOTHING: SqlPart = { sql: '1 = 0', values: [] };

function filter(collection: Collection, attribute: AttributeSchema, query: Query, alias: string): SqlPart {
  const column = `${alias}.${quote(attribute.column)}`;
  if (query.method === 'isNull') return { sql: `${column} IS NULL`, values: [] };
  if (query.method === 'isNotNull') return { sql: `${column} IS NOT NULL`, values: [] };
  if (query.values.length === 0) throw new QueryError(`${query.method} on ${attribute.key} needs a value.`);
  if (query.method === 'between' && query.values.length !== 2)
    throw new QueryError(`between on ${attribute.key} needs two values.`);
  const method = query.method as FilterMethod;
  const values = query.values.map((value) => sqlValue(collection, attribute, method, value));
  if (query.method === 'search') return searchWords(collection, attribute, String(values[0] ?? ''), alias);
  // A list is stored as JSON text, which equals no single value (queries.md §4).
  if (attribute.array || attribute.type === 'json') return NOTHING;
  const compared = expression(collection, attribute, alias);
  switch (query.method) {
    case 'equal':
      return {
        sql: values.length === 1 ? `${compared} = ?` : `${compared} IN (${values.map(() => '?').join(', ')})`,
        values,
      };
    case 'notEqual':
      return {
        sql: values.length === 1 ? `${compared} <> ?` : `${compared} NOT IN (${values.map(() => '?').join(', ')})`,
        values,
      };
    case 'between':
      return { sql: `${compared} BETWEEN ? AND ?`, values };
    case 'startsWith':
    case 'endsWith': {
      if (attribute.type !== 'string') throw new QueryError(`${query.method} works on text, not on ${attribute.key}.`);
      if (collection.dialect.folds && (query.method === 'startsWith' || !attribute.column.startsWith('_')))
        return any(values.map((value) => foldedEdge(query.method, String(value), compared, column)));
      const patterns = values.map((value) => patternOf(query.method, String(value)));
      return any(patterns.map((pattern) => ({ sql: `${compared} LIKE ? ESCAPE '|'`, values: [pattern] })));
    }
    default: {
      const operator = OPERATORS[query.method as keyof typeof OPERATORS];
      return any(values.map((value) => ({ sql: `${compared} ${operator} ?`, values: [value] })));
    }
  }
}

function patternOf(method: string, edge: string): string {
  const escaped = edge.replace(/[%_|]/g, '|$&');
  return method === 'startsWith' ? `${escaped}%` : `%${escaped}`;
}

/**
 * A beginning or an end of folded text. What is compared has lost its blanks at the end, which count here: the whole
 * text is looked at where they matter. A range finds a beginning by its index; LIKE there cannot.
 */
function foldedEdge(method: string, edge: string, compared: string, column: string): SqlPart {
  const trimmed = edge.replace(/ +$/, '');
  const isStart = method === 'startsWith';
  const found: SqlPart = isStart
    ? { sql: `(${compared} >= ? AND ${compared} < ?)`, values: [trimmed, `${trimmed}${HIGHEST}`] }
    : { sql: `${compared} LIKE ? ESCAPE '|'`, values: [patternOf(method, trimmed)] };
  if (isStart && trimmed === edge) return found;
  const whole = { sql: `fold_whole(${column}) LIKE ? ESCAPE '|'`, values: [patternOf(method, edge)] };
  return { sql: `(${found.sql} AND ${whole.sql})`, values: [...found.values, ...whole.values] };
}

function any(parts: readonly SqlPart[]): SqlPart {
  const sql = parts.map((part) => part.sql).join(' OR ');
  return { sql: parts.length === 1 ? sql : `(${sql})`, values: parts.flatMap(({ values }) => values) };
}

function sqlValue(
  collection: Collection,
  attribute: AttributeSchema,
  method: FilterMethod,
  value: QueryValue,
): SqlValue {
  const wrong = () => new QueryError(`The value of ${method} does not fit the type of ${attribute.key}.`);
  switch (attribute.type) {
    case 'string':
    case 'json':
      if (value.kind !== 'string') throw wrong();
      // `$id` has a column that ignores case by itself.
      if (attribute.column.startsWith('_')) return value.value.replace(NOT_ASCII, BEYOND_ASCII);
      if (!collection.dialect.folds || method === 'search') return value.value;
      return method === 'startsWith' || method === 'endsWith' ? foldWhole(value.value) : fold(value.value);
    case 'integer':
      if (value.kind !== 'integer') throw wrong();
      return value.value;
    case 'double':
      if (value.kind !== 'integer' && value.kind !== 'float') throw wrong();
      if (!Number.isFinite(Number(value.value))) throw wrong();
      return Number(value.value);
    case 'boolean':
      if (value.kind !== 'boolean') throw wrong();
      return value.value ? 1 : 0;
    case 'datetime': {
      const time = value.kind === 'string' ? parseTime(value.value) : null;
      if (time === null) throw wrong();
      return collection.dialect.encode('datetime', time);
    }
  }
}

function count(query: Query, name: string): number | bigint {
  const value = query.values[0];
  const number =
    value?.kind === 'integer'
      ? value.value
      : value?.kind === 'string' && /^\d{1,19}$/.test(value.value)
        ? BigInt(value.value)
        : null;
  if (number === null || number < 0 || number > 2n ** 63n - 1n)
    throw new QueryError(`${name} must be a whole number of 0 or more.`);
  return number;
}

function cursorId(query: Query): string {
  const value = query.values[0];
  const id = value === undefined || value.kind === 'null' ? '' : String(value.value);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/.test(id)) throw new QueryError('A cursor must be the ID of a row.');
  return id;
}

/** Grants of single rows, where those of the collection do not allow to read all. */
export function readable(collection: Collection, access: Access, alias = 't'): SqlPart[] {
  if ('bypass' in access || grants(collection.schema.permissions, 'read', access.roles)) return [];
  if (!collection.schema.documentSecurity || access.roles.length === 0) return [NOTHING];
  return [
    {
      sql: `EXISTS (SELECT 1 FROM ${collection.permissionTable} p WHERE p._doc = ${alias}._id
        AND p._type = ${PERMISSION_TYPES.read} AND p._role IN (${access.roles.map(() => '?').join(', ')}))`,
      values: access.roles,
    },
  ];
}

/** Any of the words, the last one as a prefix. */
function searchWords(collection: Collection, attribute: AttributeSchema, value: string, alias: string): SqlPart {
  const index = collection.fulltext.find(
    (candidate) =>
      candidate.available && candidate.attributes.length === 1 && candidate.attributes[0] === attribute.key,
  );
  if (!index) throw new QueryError(`search on ${attribute.key} needs a full-text index of that attribute alone.`);
  const found = words(value).slice(0, 50);
  const last = found.pop();
  if (last === undefined) return NOTHING;
  const whole = found.length > 0 ? `_token IN (${found.map(() => '?').join(', ')}) OR ` : '';
  return {
    sql: `${alias}._id IN (SELECT _doc FROM ${collection.tokenTable} WHERE _project = ? AND _index = ?
      AND (${whole}(_token >= ? AND _token < ?)))`,
    values: [PROJECT, index.id, ...found, last, last + HIGHEST],
  };
}

/** Stands for the project's number, which only the reader knows; 0 where a table belongs to one project. */
export const PROJECT = '\0project';

/** Every word as a prefix; quoted parts as phrases, over the attribute named `search`. */
function searchText(collection: Collection, value: string): SqlPart {
  const index = collection.fulltext.find(({ attributes }) => attributes[0] === 'search');
  const attribute = collection.byKey.get('search');
  const found = words(value).slice(0, 20);
  if (!index || !attribute || found.length === 0) return NOTHING;
  const parts: SqlPart[] = found.map((word) => ({
    sql: `t._id IN (SELECT _doc FROM ${collection.tokenTable} WHERE _project = ? AND _index = ?
      AND _token >= ? AND _token < ?)`,
    values: [PROJECT, index.id, word, word + HIGHEST],
  }));
  for (const [, phrase = ''] of value.matchAll(/"([^"]+)"/g)) {
    const text = collection.dialect.folds ? fold(phrase.trim()) : phrase.trim();
    parts.push({
      sql: `${expression(collection, attribute, 't')} LIKE ? ESCAPE '|'`,
      values: [`%${text.replace(/[%_|]/g, '|$&')}%`],
    });
  }
  return join(parts);
}

/**
 * True when an index serves the first filter or the order, so that about a page of rows is walked. Only a guess for
 * where to run the statement: a wrong one costs time, never rows.
 */
function isBounded(
  collection: Collection,
  filtered: readonly { key: string; method: FilterMethod }[],
  orders: readonly { key: string }[],
): boolean {
  if (filtered.some(({ method }) => method === 'endsWith' || method === 'search')) return false;
  const leading = new Set(['$id', '$createdAt', '$updatedAt']);
  for (const index of collection.schema.indexes)
    if (index.available && index.attributes[0]) leading.add(index.attributes[0]);
  const orderServed = orders.length === 0 || leading.has(orders[0]?.key ?? '');
  return filtered.length === 0
    ? orderServed
    : filtered.some(({ key, method }) => leading.has(key) && method !== 'notEqual');
}

/** The keyset condition of a cursor: rows strictly after (or before) the given values in the given order. */
export function keyset(
  collection: Collection,
  orders: readonly Order[],
  row: readonly SqlValue[],
  before: boolean,
): SqlPart {
  const same = collection.dialect.nullSafeEqual;
  let part: SqlPart | null = null;
  for (let at = orders.length - 1; at >= 0; at--) {
    const order = orders[at] as Order;
    const value = row[at] ?? null;
    const beyond = beyondValue(order, value, order.descending !== before);
    part = part
      ? {
          sql: `(${beyond.sql} OR (${order.expression} ${same} ? AND ${part.sql}))`,
          values: [...beyond.values, ...order.values, value, ...part.values],
        }
      : beyond;
  }
  return part ?? NOTHING;
}

/** Nulls come first in ascending order, last in descending order. */
function beyondValue({ expression: column, values }: Order, value: SqlValue, descending: boolean): SqlPart {
  if (descending) {
    if (value === null) return NOTHING;
    return { sql: `(${column} < ? OR ${column} IS NULL)`, values: [...values, value, ...values] };
  }
  if (value === null) return { sql: `${column} IS NOT NULL`, values };
  return { sql: `${column} > ?`, values: [...values, value] };
}
