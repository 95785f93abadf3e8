/** What list routes share: their parameters, checked where the contract checks them. Source: queries.md §9. */
import { parseQuery, type Query, QueryError, queryAttributes } from '@plinth/database';
import { invalidArgument, limits } from '@plinth/definitions';
import { query, type Rule, refuse, rules } from '@plinth/http';

const META: ReadonlySet<string> = new Set(['$id', '$createdAt', '$updatedAt']);
const texts = rules.queries();

/** Queries that may name these attributes. Values are held against their types where the rows are read. */
const listQueries = (attributes: readonly string[]): Rule<Query[]> => ({
  schema: texts.schema,
  check(value, context) {
    const queries = parsed(texts.check(value, context));
    for (const name of queryAttributes(queries)) {
      if (!META.has(name) && !attributes.includes(name))
        refuse(`there is no attribute ${JSON.stringify(name)} to query by.`);
    }
    return queries;
  },
});

export interface Paging {
  readonly limit: number;
  readonly offset: number;
}

/** Queries that know limit and offset only; the first of each counts. */
const pagingQueries: Rule<Paging> = {
  schema: texts.schema,
  check(value, context) {
    const paging = new Map<string, number>();
    for (const { method, values } of parsed(texts.check(value, context))) {
      if (method !== 'limit' && method !== 'offset') refuse(`${method} cannot be used here, only limit and offset.`);
      const number = Number(values[0]?.value ?? Number.NaN);
      if (!Number.isInteger(number) || number < 0) refuse(`${method} must be a whole number of 0 or more.`);
      if (!paging.has(method)) paging.set(method, Math.min(number, Number.MAX_SAFE_INTEGER));
    }
    return {
      limit: Math.min(paging.get('limit') ?? limits.list.logs, limits.list.logs),
      offset: paging.get('offset') ?? 0,
    };
  },
};

function parsed(values: readonly string[]): Query[] {
  try {
    return values.map(parseQuery);
  } catch (error) {
    if (error instanceof QueryError) return refuse(error.message);
    throw error;
  }
}

/** Parameters of a list whose rows can be filtered and ordered by these attributes, and searched. */
export const listParams = (...attributes: string[]) => ({
  queries: query(listQueries(attributes), 'Filters, orders, limit, offset and cursor.').optional([]),
  search: query(rules.text(256, 0), 'Words that the listed things must have.').optional(''),
});

export const pagingParams = { queries: query(pagingQueries, 'Limit and offset.').optional(null) };

/** What a log list gives when nothing else is asked for. */
export const FIRST_PAGE: Paging = { limit: limits.list.logs, offset: 0 };

/** Query strings of documents, read once their collection is open. */
export const documentQueries = query(texts, 'Filters, orders, limit, offset, cursor and select.').optional([]);

/** Reads query strings; a broken one is a 400 that says why. */
export function readQueries(values: readonly string[] | null): Query[] {
  try {
    return (values ?? []).map(parseQuery);
  } catch (error) {
    if (error instanceof QueryError) throw invalidArgument('queries', error.message);
    throw error;
  }
}
