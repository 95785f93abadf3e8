/** Queries as clients write them, in the string form of the 1.3 libraries and in the JSON form of later ones. */
import { parseJson } from '@plinth/definitions';
import { QueryError } from '../errors.js';

/** A value with the kind of its spelling: `2.0` is a float even where 2 is a whole number. */
export type QueryValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly value: null };

export const filterMethods = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanEqual',
  'greaterThan',
  'greaterThanEqual',
  'startsWith',
  'endsWith',
  'search',
  'between',
  'isNull',
  'isNotNull',
] as const;
export const orderMethods = ['orderAsc', 'orderDesc'] as const;
export const pageMethods = ['limit', 'offset', 'cursorAfter', 'cursorBefore'] as const;

export type FilterMethod = (typeof filterMethods)[number];
export type QueryMethod = FilterMethod | (typeof orderMethods)[number] | (typeof pageMethods)[number] | 'select';

export interface Query {
  readonly method: QueryMethod;
  /** Empty where the method takes none, and in an order without attribute. */
  readonly attribute: string;
  readonly values: readonly QueryValue[];
}

const METHODS: ReadonlySet<string> = new Set([...filterMethods, ...orderMethods, ...pageMethods, 'select']);
const WITH_ATTRIBUTE: ReadonlySet<string> = new Set([...filterMethods, ...orderMethods]);
export const VALUES_MAX = 100;

/** Attributes that filters and orders name. */
export const queryAttributes = (queries: readonly Query[]): string[] =>
  queries
    .filter(({ method: name, attribute }) => WITH_ATTRIBUTE.has(name) && attribute !== '')
    .map(({ attribute }) => attribute);

/** Reads one query. Throws `QueryError` with words for the client. Source: queries.md §2-4. */
export function parseQuery(text: string): Query {
  const query = text.trimStart().startsWith('{') ? parseJsonForm(text) : parseStringForm(text);
  if (query.values.length > VALUES_MAX) throw new QueryError(`A query takes at most ${VALUES_MAX} values.`);
  return query;
}

function method(name: string): QueryMethod {
  if (!METHODS.has(name)) throw new QueryError(`There is no query method ${JSON.stringify(name.slice(0, 40))}.`);
  return name as QueryMethod;
}

function parseJsonForm(text: string): Query {
  let source: unknown;
  try {
    source = parseJson(text);
  } catch {
    throw new QueryError('A query is not valid JSON.');
  }
  const {
    method: name,
    attribute = '',
    values,
  } = source as { method?: unknown; attribute?: unknown; values?: unknown };
  if (typeof name !== 'string') throw new QueryError('A query needs a method.');
  if (typeof attribute !== 'string') throw new QueryError('The attribute of a query must be text.');
  const list = values === undefined ? [] : Array.isArray(values) ? values : [values];
  return { method: method(name), attribute, values: list.map(jsonValue) };
}

function jsonValue(value: unknown): QueryValue {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value };
    case 'boolean':
      return { kind: 'boolean', value };
    case 'bigint':
      return whole(value) ?? { kind: 'float', value: Number(value) };
    case 'number':
      return (Number.isInteger(value) ? whole(BigInt(value)) : null) ?? { kind: 'float', value };
    default:
      if (value === null) return { kind: 'null', value };
      throw new QueryError('Query values must be text, numbers, booleans or null.');
  }
}

function parseStringForm(text: string): Query {
  const open = text.indexOf('(');
  const trimmed = text.trimEnd();
  if (open < 0 || !trimmed.endsWith(')')) throw new QueryError('A query must have the form method(parameters).');
  const name = method(text.slice(0, open).trim());
  const parameters = readParameters(trimmed.slice(open + 1, -1));
  if (!WITH_ATTRIBUTE.has(name))
    return { method: name, attribute: '', values: parameters[0] ? asList(parameters[0]) : [] };
  const [first, second, third] = parameters;
  const attribute = first === undefined ? '' : Array.isArray(first) ? null : first;
  if (attribute === null) throw new QueryError('The attribute of a query must be text.');
  const key = attribute === '' ? '' : String(attribute.value);
  if (second === undefined) return { method: name, attribute: key, values: [] };
  const values = asList(second);
  return {
    method: name,
    attribute: key,
    values:
      name === 'between' && third !== undefined && !Array.isArray(second) ? [...values, ...asList(third)] : values,
  };
}

type Parameter = QueryValue | QueryValue[];
const asList = (parameter: Parameter): QueryValue[] => (Array.isArray(parameter) ? parameter : [parameter]);

const ESCAPABLE = new Set([',', '[', ']', '"', "'"]);

/** Splits at commas outside quotes and brackets. A quote closes only before `,`, `]` or the end. */
function readParameters(source: string): Parameter[] {
  const parameters: Parameter[] = [];
  let list: QueryValue[] | null = null;
  let token = '';
  let quoted = false;
  let quote = '';
  let closedList = false;
  const finish = () => {
    const value = readValue(token, quoted);
    if (value) (list ?? parameters).push(value);
    token = '';
    quoted = false;
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    const next = source[at + 1];
    if (char === '\\' && next !== undefined) {
      token += ESCAPABLE.has(next) ? next : char + next;
      at++;
    } else if (quote) {
      if (char === quote && closes(source, at)) quote = '';
      else token += char;
    } else if ((char === '"' || char === "'") && token === '' && !quoted) {
      quote = char;
      quoted = true;
    } else if (char === '[') {
      if (list || token || quoted) throw new QueryError('Lists in a query must not be nested.');
      list = [];
    } else if (char === ']') {
      if (!list) throw new QueryError('A query closes a list that it did not open.');
      finish();
      parameters.push(list);
      list = null;
      closedList = true;
    } else if (char === ',') {
      if (!closedList) finish();
      closedList = false;
    } else if (char !== ' ') {
      if (quoted) throw new QueryError('A query has text after a closing quote.');
      token += char;
    }
  }
  if (quote || list) throw new QueryError('A query ends inside a quote or list.');
  if (!closedList) finish();
  return parameters;
}

function closes(source: string, at: number): boolean {
  let next = at + 1;
  while (source[next] === ' ') next++;
  return next >= source.length || source[next] === ',' || source[next] === ']';
}

const MAX_INTEGER = 2n ** 63n - 1n;

/** A whole number that 64 bits hold; a larger one is a float, in both forms. */
function whole(big: bigint): QueryValue | null {
  if (big > MAX_INTEGER || big < -MAX_INTEGER - 1n) return null;
  const number = Number(big);
  return { kind: 'integer', value: Number.isSafeInteger(number) ? number : big };
}

function readValue(token: string, quoted: boolean): QueryValue | null {
  if (quoted) return { kind: 'string', value: token };
  if (token === '') return null;
  if (token === 'true' || token === 'false') return { kind: 'boolean', value: token === 'true' };
  if (token === 'null') return { kind: 'null', value: null };
  if (/^[+-]?\d+$/.test(token)) {
    const value = whole(BigInt(token.replace(/^\+/, '')));
    if (value) return value;
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(token)) return { kind: 'float', value: Number(token) };
  return { kind: 'string', value: token };
}
