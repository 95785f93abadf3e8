/** Counts, sums, averages, least and largest values of what somebody may read. Decision: docs/decisions/0006. */
import { quote } from './dialect.js';
import { QueryError } from './errors.js';
import { type PlanOptions, plan, type SqlPart } from './queries/plan.js';
import type { Query } from './queries/query.js';
import type { AttributeSchema, Collection } from './schema.js';
import type { SqlRow, SqlValue } from './sql.js';

export const aggregateNames = ['count', 'sum', 'average', 'min', 'max', 'distinct'] as const;

export interface Aggregate {
  readonly name: (typeof aggregateNames)[number];
  /** Attribute key; empty counts documents. */
  readonly attribute: string;
}

export interface AggregateOptions extends Omit<PlanOptions, 'search' | 'limitMax'> {
  readonly aggregates: readonly Aggregate[];
  readonly groupBy: readonly string[];
}

/** A statement, and what becomes of its rows. */
export interface AggregatePlan {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  readonly limit: number;
  readonly offset: number | bigint;
  decode(row: SqlRow): Record<string, unknown>;
}

/** Columns of a statement, and the value that they make together. */
interface Column {
  readonly name: string;
  readonly sql: readonly string[];
  decode(cells: readonly SqlValue[]): unknown;
}

const GROUPS_MAX = 3;
const AGGREGATES_MAX = 20;

export function planAggregates(
  collection: Collection,
  queries: readonly Query[],
  options: AggregateOptions & { readonly limitMax: number },
): AggregatePlan {
  const { aggregates, groupBy } = options;
  const other = queries.find(({ method }) => /^(order|cursor|select)/.test(method));
  if (other) throw new QueryError(`${other.method} has no meaning for groups of documents.`);
  if (groupBy.length > GROUPS_MAX) throw new QueryError(`Documents are grouped by at most ${GROUPS_MAX} attributes.`);
  if (aggregates.length > AGGREGATES_MAX) throw new QueryError(`At most ${AGGREGATES_MAX} aggregates fit one request.`);
  const { where, limit, offset } = plan(collection, queries, options);
  const groups = groupBy.map((key) => groupColumn(collection, attributeOf(collection, key)));
  const columns = [...groups, ...aggregates.map((each) => aggregateColumn(collection, each))];
  const by = groupBy.map((key) => compared(collection, attributeOf(collection, key))).join(', ');
  const part: SqlPart = where.sql ? where : { sql: '1 = 1', values: [] };
  const sql = `SELECT ${columns.flatMap((column) => column.sql).join(', ')} FROM ${collection.name} t
    WHERE ${part.sql}${by ? ` GROUP BY ${by} ORDER BY ${by}` : ''} LIMIT ? OFFSET ?`;
  return {
    sql,
    values: [...part.values, limit, offset],
    limit,
    offset,
    decode(row) {
      const group: Record<string, unknown> = {};
      const result: Record<string, unknown> = groups.length > 0 ? { group } : {};
      let at = 0;
      for (const [place, column] of columns.entries()) {
        const value = column.decode(row.slice(at, at + column.sql.length));
        (place < groups.length ? group : result)[column.name] = value;
        at += column.sql.length;
      }
      return result;
    },
  };
}

function attributeOf(collection: Collection, key: string): AttributeSchema {
  const attribute = collection.byKey.get(key);
  if (!attribute || attribute.encrypted)
    throw new QueryError(`There is no attribute ${JSON.stringify(key.slice(0, 60))} to aggregate.`);
  if (attribute.array || attribute.type === 'json')
    throw new QueryError(`The list ${JSON.stringify(key)} cannot be aggregated.`);
  return attribute;
}

/** What values are told apart by: text without regard to case and accents, as everywhere. */
function compared(collection: Collection, attribute: AttributeSchema): string {
  const comparable = collection.comparable(attribute);
  return comparable.startsWith('fold(') ? `fold(t.${quote(attribute.column)})` : `t.${comparable}`;
}

function groupColumn(collection: Collection, attribute: AttributeSchema): Column {
  const column = `t.${quote(attribute.column)}`;
  // Of spellings that count as the same, one stands for all: the first in the order of bytes.
  const spelling = collection.dialect.folds ? column : `CONVERT(${column} USING utf8mb4) COLLATE utf8mb4_bin`;
  const sql = attribute.type === 'string' ? `MIN(${spelling})` : column;
  return { name: attribute.key, sql: [sql], decode: ([cell = null]) => collection.decode(attribute, cell) };
}

function aggregateColumn(collection: Collection, { name, attribute: key }: Aggregate): Column {
  const label = `${name}(${key})`;
  if (key === '') {
    if (name !== 'count') throw new QueryError(`${name} needs an attribute.`);
    return { name: 'count', sql: ['COUNT(*)'], decode: ([cell = 0]) => Number(cell) };
  }
  const attribute = attributeOf(collection, key);
  const column = `t.${quote(attribute.column)}`;
  switch (name) {
    case 'count':
      return { name: label, sql: [`COUNT(${column})`], decode: ([cell = 0]) => Number(cell) };
    case 'distinct':
      return {
        name: label,
        sql: [`COUNT(DISTINCT ${compared(collection, attribute)})`],
        decode: ([cell = 0]) => Number(cell),
      };
    case 'min':
    case 'max': {
      if (attribute.type === 'string' || attribute.type === 'boolean')
        throw new QueryError(`${name} works on numbers and times, not on ${key}.`);
      const sql = `${name.toUpperCase()}(${column})`;
      return { name: label, sql: [sql], decode: ([cell = null]) => collection.decode(attribute, cell) };
    }
    case 'sum':
    case 'average': {
      const sums = sumOf(collection, attribute, column);
      if (name === 'sum') return { name: label, ...sums };
      return {
        name: label,
        sql: [`COUNT(${column})`, ...sums.sql],
        decode([count = 0, ...cells]) {
          const sum = sums.decode(cells);
          return sum === null || Number(count) === 0 ? null : Number(sum) / Number(count);
        },
      };
    }
  }
}

const HALF = 2n ** 32n;

/** Sums of whole numbers are exact, however large they get. */
function sumOf(collection: Collection, { type, key }: AttributeSchema, column: string): Omit<Column, 'name'> {
  if (type === 'double')
    return { sql: [`SUM(${column})`], decode: ([cell = null]) => (cell === null ? null : Number(cell)) };
  if (type !== 'integer') throw new QueryError(`Only numbers can be added up, not ${key}.`);
  if (!collection.dialect.folds)
    return { sql: [`SUM(${column})`], decode: ([cell = null]) => (cell === null ? null : whole(BigInt(String(cell)))) };
  // SQLite refuses a sum beyond 64 bits, so it adds up the halves.
  return {
    sql: [`SUM(${column} >> 32)`, `SUM(${column} & 4294967295)`],
    decode: ([high = null, low = null]) =>
      high === null ? null : whole(BigInt(String(high)) * HALF + BigInt(String(low))),
  };
}

function whole(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
