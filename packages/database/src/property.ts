/** Random documents and queries: every adapter answers as a model that sorts and filters plain objects. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringifyJson } from '@plinth/definitions';
import fc from 'fast-check';
import { attribute, makeCollection } from './contract.js';
import type { Engine } from './engine.js';
import { QueryError } from './errors.js';
import { parseQuery, type Query } from './queries/query.js';
import type { Collection } from './schema.js';
import { Store } from './store.js';
import { dropTables } from './tables.js';

const RUNS = Number(process.env.FAST_CHECK_RUNS ?? 25);
const TEST_MILLISECONDS = 60_000 + RUNS * 2000;

type Value = string | number | bigint | boolean | null;
type Row = Readonly<Record<string, Value>>;

// Few different values, so that ties and hits are common. Text is letters and digits: the order of punctuation differs.
const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'Z', '0', '9'), maxLength: 3 });
const time = fc
  .constantFrom(
    '1000-01-01T00:00:00.000',
    '1999-12-31T23:59:59.999',
    '2030-01-31T12:00:00.000',
    '9999-12-31T00:00:00.001',
  )
  .map((start) => `${start}+00:00`);
const VALUES: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  text,
  count: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n)),
  ratio: fc.constantFrom(-1.7976931348623157e308, -1.5, 0, 5e-324, 0.1, 0.30000000000000004, 1e15, 1e300),
  done: fc.boolean(),
  at: time,
  $id: fc.string({ unit: fc.constantFrom('a', 'B', 'c', '1', '2'), minLength: 1, maxLength: 3 }),
};
const KEYS = Object.keys(VALUES);
const valuesOf = (key: string): fc.Arbitrary<Value> => VALUES[key] ?? fc.constant(null);

const rows: fc.Arbitrary<Row[]> = fc.uniqueArray(
  fc.record(
    Object.fromEntries(KEYS.map((key) => [key, key === '$id' ? valuesOf(key) : fc.option(valuesOf(key), { freq: 3 })])),
  ),
  { maxLength: 25, selector: ({ $id }) => String($id).toLowerCase() },
);

interface Filter {
  readonly method: string;
  readonly attribute: string;
  readonly values: readonly Value[];
}

interface Order {
  readonly key: string;
  readonly descending: boolean;
}

interface Question {
  readonly filters: readonly Filter[];
  readonly orders: readonly Order[];
  readonly reversed: boolean;
  readonly limit: number;
  readonly offset: number;
  /** Position of the cursor's row among the documents, and the direction from it. */
  readonly cursor: { readonly at: number; readonly before: boolean } | null;
}

const SOME = ['equal', 'notEqual', 'lessThan', 'lessThanEqual', 'greaterThan', 'greaterThanEqual'];
const filter: fc.Arbitrary<Filter> = fc.constantFrom(...KEYS).chain((attribute) => {
  const value = valuesOf(attribute);
  const some = fc.array(value, { minLength: 1, maxLength: 3 });
  const make = (methods: readonly string[], values: fc.Arbitrary<Value[]>) =>
    fc.record({ method: fc.constantFrom(...methods), attribute: fc.constant(attribute), values });
  return fc.oneof(
    { weight: 6, arbitrary: make(SOME, some) },
    { weight: 1, arbitrary: make(['between'], fc.tuple(value, value)) },
    { weight: 1, arbitrary: make(['isNull', 'isNotNull'], fc.constant([])) },
    ...(attribute === 'text' ? [{ weight: 2, arbitrary: make(['startsWith', 'endsWith'], some) }] : []),
  );
});

const question: fc.Arbitrary<Question> = fc.record({
  filters: fc.array(filter, { maxLength: 2 }),
  orders: fc.array(fc.record({ key: fc.constantFrom(...KEYS), descending: fc.boolean() }), { maxLength: 3 }),
  reversed: fc.boolean(),
  limit: fc.integer({ min: 0, max: 12 }),
  offset: fc.constantFrom(0, 0, 0, 1, 5),
  cursor: fc.option(fc.record({ at: fc.nat(24), before: fc.boolean() })),
});

/** What text is compared by; other values compare as they are. */
const comparable = (value: Value): Value => (typeof value === 'string' ? value.toLowerCase() : value);

/** Nulls first. */
function compare(a: Value, b: Value): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}

function matches(row: Row, { method, attribute: key, values }: Filter): boolean {
  const own = row[key] ?? null;
  if (method === 'isNull') return own === null;
  if (method === 'isNotNull') return own !== null;
  if (own === null) return false;
  const signs = values.map((value) => compare(own, value));
  const textual = (test: (text: string, part: string) => boolean) =>
    values.some((value) => test(String(comparable(own)), String(comparable(value))));
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
    default:
      return textual((text, part) => text.endsWith(part));
  }
}

/** The answer of the model: IDs of the page, and how many rows the filters let through. */
function answer(documents: readonly Row[], { filters, orders, reversed, limit, offset, cursor }: Question) {
  const order = (a: number, b: number): number => {
    for (const { key, descending } of orders) {
      const sign = compare(documents[a]?.[key] ?? null, documents[b]?.[key] ?? null);
      if (sign !== 0) return descending ? -sign : sign;
    }
    return orders.length === 0 && reversed ? b - a : a - b;
  };
  const fits = (at: number) => filters.every((one) => matches(documents[at] ?? {}, one));
  const sorted = documents.map((_, at) => at).sort(order);
  const found = sorted.filter(fits);
  const start = cursor?.at ?? -1;
  let page = found.slice(offset, offset + limit);
  if (cursor && !cursor.before) page = found.filter((at) => order(at, start) > 0).slice(offset, offset + limit);
  if (cursor?.before) {
    const nearest = found.filter((at) => order(at, start) < 0).reverse();
    page = nearest.slice(offset, offset + limit).reverse();
  }
  return { total: found.length, ids: page.map((at) => documents[at]?.$id) };
}

function queriesOf({ filters, orders, reversed, limit, offset, cursor }: Question, documents: readonly Row[]): Query[] {
  const sources: object[] = [
    ...filters,
    ...orders.map(({ key, descending }) => ({ method: descending ? 'orderDesc' : 'orderAsc', attribute: key })),
    ...(orders.length === 0 && reversed ? [{ method: 'orderDesc' }] : []),
    { method: 'limit', values: [limit] },
    { method: 'offset', values: [offset] },
  ];
  if (cursor) {
    const method = cursor.before ? 'cursorBefore' : 'cursorAfter';
    sources.push({ method, values: [documents[cursor.at]?.$id] });
  }
  return sources.map((source) => parseQuery(stringifyJson(source)));
}

export function databaseProperties(name: string, open: () => Promise<Engine>): void {
  describe(`${name}: random documents and queries`, () => {
    let store: Store;
    let collection: Collection;

    beforeAll(async () => {
      store = await Store.open(await open(), { cipher: { seal: (plain) => plain, open: (sealed) => sealed } });
      collection = await makeCollection(store, {
        attributes: [
          attribute('text', { type: 'string' }),
          attribute('count', { type: 'integer' }),
          attribute('ratio', { type: 'double' }),
          attribute('done', { type: 'boolean' }),
          attribute('at', { type: 'datetime' }),
        ],
        indexes: [
          { key: 'a', id: 1, type: 'key', attributes: ['count', 'text'], orders: ['DESC', 'ASC'], available: true },
          { key: 'b', id: 2, type: 'fulltext', attributes: ['text'], orders: [], available: true },
        ],
      });
    });
    afterAll(async () => {
      await store.engine.alter(dropTables(collection));
      await store.close();
    });

    /** Puts these documents in the place of all others. */
    async function fill(documents: readonly Row[]): Promise<void> {
      await store.engine.transaction(async (connection) => {
        await connection.run(`DELETE FROM ${collection.name}`);
        await connection.run(`DELETE FROM ${collection.tokenTable}`);
      });
      await store.write((tx) => {
        for (const { $id, ...data } of documents) tx.in(1).append(collection, { ...data, $id: String($id) });
      });
    }

    it(
      'give what the model gives, in its order',
      async () => {
        const scene = fc.record({ documents: rows, questions: fc.array(question, { minLength: 5, maxLength: 20 }) });
        await fc.assert(
          fc.asyncProperty(scene, async ({ documents, questions }) => {
            await fill(documents);
            for (const asked of questions) {
              const exists = asked.cursor !== null && asked.cursor.at < documents.length;
              const each = { ...asked, cursor: exists ? asked.cursor : null };
              const list = await store.in(1).list(collection, queriesOf(each, documents));
              expect({ total: list.total, ids: list.rows.map(({ $id }) => $id) }).toEqual(answer(documents, each));
            }
          }),
          { numRuns: RUNS },
        );
      },
      TEST_MILLISECONDS,
    );

    it(
      'come out as they went in',
      async () => {
        await fc.assert(
          fc.asyncProperty(rows, async (documents) => {
            await fill(documents);
            const list = await store.in(1).list(collection, [parseQuery('limit(100)')]);
            expect(list.rows.map((row) => Object.fromEntries(KEYS.map((key) => [key, row[key]])))).toEqual(documents);
          }),
          { numRuns: RUNS },
        );
      },
      TEST_MILLISECONDS,
    );

    it(
      'are refused with words for the client, or answered, whatever the values are',
      async () => {
        await fill([{ $id: 'a', text: 'é', count: 1, ratio: 1, done: true, at: '2030-01-31T12:00:00.000+00:00' }]);
        const odd = fc.oneof(
          fc.string({ unit: 'binary', maxLength: 20 }),
          fc.constantFrom('\0', '%', '_', '|', '\\', "'", '"', '👍', 'x'.repeat(4000), '2030-01-31', '(', '*', ' ', ''),
          fc.double(),
          fc.integer(),
          fc.constantFrom(true, null, 1e300, -1e300),
          fc.bigInt(),
        );
        const any = fc.record({
          method: fc.constantFrom(
            ...SOME,
            'between',
            'startsWith',
            'endsWith',
            'search',
            'isNull',
            'orderAsc',
            'limit',
            'offset',
          ),
          attribute: fc.constantFrom(...KEYS, '$createdAt', ''),
          values: fc.array(odd, { maxLength: 3 }),
        });
        const ask = async (sources: readonly object[]) => {
          try {
            await store.in(1).list(
              collection,
              sources.map((source) => parseQuery(stringifyJson(source))),
            );
          } catch (error) {
            expect(error).toBeInstanceOf(QueryError);
          }
        };
        await fc.assert(fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 2 }), ask), { numRuns: RUNS * 20 });
      },
      TEST_MILLISECONDS,
    );
  });
}
