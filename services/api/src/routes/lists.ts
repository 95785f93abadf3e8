/** What list routes share: reading queries, and the parameters themselves. */
import { parseQuery, type Query, QueryError } from '@plinth/database';
import { invalidArgument } from '@plinth/definitions';
import { query, rules } from '@plinth/http';

export const listParams = {
  queries: query(rules.queries(), 'Filters, orders, limit, offset and cursor.').optional([]),
  search: query(rules.text(256, 0), 'Words that the listed things must have.').optional(''),
};

/** Reads query strings; a broken one is a 400 that says why. */
export function readQueries(texts: readonly string[] | null): Query[] {
  try {
    return (texts ?? []).map(parseQuery);
  } catch (error) {
    if (error instanceof QueryError) throw invalidArgument('queries', error.message);
    throw error;
  }
}

/** Reads queries of a list that knows paging only. */
export function readPaging(texts: readonly string[] | null): { limit: number; offset: number } {
  const paging = { limit: LOGS_MAX, offset: 0 };
  const seen = new Set<string>();
  for (const { method, values } of readQueries(texts)) {
    if (method !== 'limit' && method !== 'offset') throw invalidArgument('queries', `${method} cannot be used here, only limit and offset.`);
    const value = Number(values[0]?.value);
    if (!Number.isInteger(value) || value < 0) throw invalidArgument('queries', `${method} must be a whole number of 0 or more.`);
    if (!seen.has(method)) paging[method] = Math.min(value, Number.MAX_SAFE_INTEGER);
    seen.add(method);
  }
  return { limit: Math.min(paging.limit, LOGS_MAX), offset: paging.offset };
}

const LOGS_MAX = 5000;
