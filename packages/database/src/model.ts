/** What the random tests hold the engines against: plain values that are compared, filtered and sorted in memory. */

import { stringifyJson } from '@plinth/definitions';
import { parseQuery, type Query } from './queries/query.js';

export type Value = string | number | bigint | boolean | null;

export interface Filter {
  readonly method: string;
  /** A key, or a path of keys. */
  readonly attribute: string;
  readonly values: readonly Value[];
}

export interface Order {
  readonly key: string;
  readonly descending: boolean;
}

export interface Question {
  readonly filters: readonly Filter[];
  readonly orders: readonly Order[];
  readonly reversed: boolean;
  readonly limit: number;
  readonly offset: number;
  /** Position of the cursor's row among all rows, past their end from the start again, and the direction from it. */
  readonly cursor: { readonly at: number; readonly before: boolean } | null;
}

/** What a question is asked about; rows are in the order of their making. */
export interface Asked<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly isFound: (row: Row) => boolean;
  readonly fieldOf: (row: Row, key: string) => Value;
}

const PLAIN: Readonly<Record<string, string>> = { é: 'e', É: 'e' };

/** What text is compared by: case and accents make no difference. */
export const plain = (text: string): string => [...text].map((char) => PLAIN[char] ?? char.toLowerCase()).join('');

/** As `plain`; trailing blanks make no difference either. Other values compare as they are. */
const comparable = (value: Value): Value => (typeof value === 'string' ? plain(value).replace(/ +$/, '') : value);

/** Nulls first. */
export function compare(a: Value, b: Value): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}

const wordsOf = (text: string): string[] => plain(text).match(/[a-z0-9]+/g) ?? [];

/** Whether a value passes a filter; null passes nothing but the question for it. */
export function passes(own: Value, { method, values }: Filter): boolean {
  if (method === 'isNull') return own === null;
  if (method === 'isNotNull') return own !== null;
  if (own === null) return false;
  const signs = values.map((value) => compare(own, value));
  const textual = (test: (text: string, part: string) => boolean) =>
    values.some((value) => test(plain(String(own)), plain(String(value))));
  switch (method) {
    case 'equal':
      return signs.some((sign) => sign === 0);
    case 'notEqual':
      return signs.every((sign) => sign !== 0);
    case 'lessThan':
      return signs.some((sign) => sign < 0);
    case 'lessThanEqual':
      return signs.some((sign) => sign <= 0);
    case 'greaterThan':
      return signs.some((sign) => sign > 0);
    case 'greaterThanEqual':
      return signs.some((sign) => sign >= 0);
    case 'between':
      return (signs[0] ?? -1) >= 0 && (signs[1] ?? 1) <= 0;
    case 'startsWith':
      return textual((text, part) => text.startsWith(part));
    case 'endsWith':
      return textual((text, part) => text.endsWith(part));
    case 'search': {
      const asked = wordsOf(String(values[0] ?? ''));
      const last = asked.pop();
      return wordsOf(String(own)).some((word) => asked.includes(word) || (last !== undefined && word.startsWith(last)));
    }
    default:
      throw new Error(`The model does not know ${method}.`);
  }
}

/** The rows of the page, and how many there are behind the filters. */
export function answer<Row>(
  { rows, isFound, fieldOf }: Asked<Row>,
  { orders, reversed, limit, offset, cursor }: Question,
): { total: number; rows: Row[] } {
  const places = rows.map((row, at) => ({ row, at }));
  type Place = (typeof places)[number];
  const order = (a: Place, b: Place): number => {
    for (const { key, descending } of orders) {
      const sign = compare(fieldOf(a.row, key), fieldOf(b.row, key));
      if (sign !== 0) return descending ? -sign : sign;
    }
    return orders.length === 0 && reversed ? b.at - a.at : a.at - b.at;
  };
  const found = places.sort(order).filter(({ row }) => isFound(row));
  const start = cursorRow(rows, cursor);
  const from = places.find(({ row }) => row === start);
  let page = found.slice(offset, offset + limit);
  if (from && !cursor?.before) page = found.filter((each) => order(each, from) > 0).slice(offset, offset + limit);
  if (from && cursor?.before) {
    const nearest = found.filter((each) => order(each, from) < 0).reverse();
    page = nearest.slice(offset, offset + limit).reverse();
  }
  return { total: found.length, rows: page.map(({ row }) => row) };
}

const cursorRow = <Row>(rows: readonly Row[], cursor: Question['cursor']): Row | undefined =>
  cursor ? rows[cursor.at % rows.length] : undefined;

/** The question as a client would send it. */
export function queriesOf<Row>(
  { rows, idOf }: Pick<Asked<Row>, 'rows' | 'idOf'>,
  { filters, orders, reversed, limit, offset, cursor }: Question,
): Query[] {
  const sources: object[] = [
    ...filters,
    ...orders.map(({ key, descending }) => ({ method: descending ? 'orderDesc' : 'orderAsc', attribute: key })),
    ...(orders.length === 0 && reversed ? [{ method: 'orderDesc' }] : []),
    { method: 'limit', values: [limit] },
    { method: 'offset', values: [offset] },
  ];
  const start = cursorRow(rows, cursor);
  if (start) sources.push({ method: cursor?.before ? 'cursorBefore' : 'cursorAfter', values: [idOf(start)] });
  return sources.map((source) => parseQuery(stringifyJson(source)));
}
