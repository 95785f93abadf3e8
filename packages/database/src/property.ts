/** Random schemas, documents and queries: every adapter answers as a model that sorts and filters plain objects. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringifyJson } from '@plinth/definitions';
import fc from 'fast-check';
import { attribute, makeCollection } from './contract.js';
import { type Access, BYPASS, type Document } from './document.js';
import type { Engine } from './engine.js';
import { DuplicateError, QueryError } from './errors.js';
import { type Asked, answer, compare, type Filter, passes, type Question, queriesOf, type Value } from './model.js';
import { parseQuery } from './queries/query.js';
import { mayRead } from './reader.js';
import type { AttributeSchema, Collection, IndexSchema } from './schema.js';
import { Store } from './store.js';
import { createIndex, dropTables, fillTokens } from './tables.js';
import type { Writer } from './writer.js';

/** Scenes a test; each has a schema of its own, two rounds of writes and up to ten questions after each of them. */
const RUNS = Number(process.env.FAST_CHECK_RUNS ?? 25);
const TEST_MILLISECONDS = 60_000 + RUNS * 5000;
export const openOptions = {
  cipher: { seal: (plain: string) => plain, open: (sealed: string) => sealed },
};

export { RUNS, TEST_MILLISECONDS };

interface Row {
  readonly $id: string;
  readonly $permissions: readonly string[];
  readonly data: Readonly<Record<string, Value | Value[] | undefined>>;
}

type Change = Partial<Row>;
type Operation =
  | { readonly kind: 'create'; readonly row: Row; readonly isAwaited: boolean }
  | { readonly kind: 'update'; readonly at: number; readonly change: Change }
  | { readonly kind: 'delete'; readonly at: number };

/** An index, and whether there are documents before it. */
interface RandomIndex extends IndexSchema {
  readonly isLate: boolean;
}

interface Shape {
  readonly attributes: readonly AttributeSchema[];
  readonly indexes: readonly RandomIndex[];
  readonly permissions: readonly string[];
  readonly documentSecurity: boolean;
}

interface Asking extends Question {
  readonly select: readonly string[];
  readonly access: Access;
}

// Few different values, so that ties and hits are common. The order of punctuation differs, so there is none.
const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'Z', '0', '9', 'e', 'é', 'É'), maxLength: 3 });
const text = fc.oneof(
  letters,
  fc.array(letters, { minLength: 2, maxLength: 3 }).map((words) => words.join(' ')),
);
const time = fc
  .constantFrom(
    '1000-01-01T00:00:00.000',
    '1999-12-31T23:59:59.999',
    '2030-01-31T12:00:00.000',
    '9999-12-31T00:00:00.001',
  )
  .map((start) => `${start}+00:00`);
const VALUES: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  string: text,
  integer: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n)),
  double: fc.constantFrom(-1.7976931348623157e308, -1.5, 0, 5e-324, 0.1, 0.30000000000000004, 1e15, 1e300),
  boolean: fc.boolean(),
  datetime: time,
};
const TYPES = ['string', 'string', 'integer', 'double', 'boolean', 'datetime'] as const;
const id = fc.string({ unit: fc.constantFrom('a', 'B', 'c', '1', '2'), minLength: 1, maxLength: 2 });
const ROLES = ['any', 'users', 'user:a', 'team:b/owner'];
const roles = fc.subarray(ROLES);
const grant = (type: string) => (role: string) => `${type}("${role}")`;
const permissions = fc
  .tuple(roles, roles)
  .map(([readers, writers]) => [...readers.map(grant('read')), ...writers.map(grant('update'))]);
const access: fc.Arbitrary<Access> = fc.oneof(
  fc.constant(BYPASS),
  roles.map((held) => ({ roles: held })),
);

const attributes: fc.Arbitrary<AttributeSchema[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      array: fc.constantFrom(false, false, false, true),
      // Within the key of an index, beyond it, and beyond what has a folded shadow.
      size: fc.constantFrom(20, 1000, 20_000),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) =>
    list.map(({ type, array, size }, at) => attribute(`k${at}`, { type, array, size: type === 'string' ? size : 0 })),
  );

const shape: fc.Arbitrary<Shape> = attributes.chain((list) => {
  const keys = list.filter(({ type, array }) => type === 'string' || !array).map(({ key }) => key);
  const texts = list.filter(({ type, array }) => type === 'string' && !array).map(({ key }) => key);
  const orders = fc.array(fc.constantFrom('ASC', 'DESC'), { maxLength: 2 });
  const make = (types: readonly IndexSchema['type'][], from: readonly string[], parts: number) =>
    fc.record({
      type: fc.constantFrom(...types),
      attributes: fc.shuffledSubarray([...from], { minLength: 1, maxLength: Math.min(parts, from.length) }),
      orders,
      isLate: fc.boolean(),
    });
  const kinds = [
    make(['key'], [...keys, '$id', '$createdAt'], 2),
    ...(keys.length > 0 ? [make(['unique'], keys, 2)] : []),
    ...(texts.length > 0 ? [make(['fulltext'], texts, 1)] : []),
  ];
  return fc.record({
    attributes: fc.constant(list),
    indexes: fc
      .array(fc.oneof(...kinds), { maxLength: 3 })
      .map((indexes) => indexes.map((each, at) => ({ ...each, key: `i${at}`, id: at + 1, available: true }))),
    permissions: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: permissions }),
    documentSecurity: fc.boolean(),
  });
});

const ofType = ({ type }: AttributeSchema): fc.Arbitrary<Value> => VALUES[type] ?? fc.constant(null);
const dataOf = (list: readonly AttributeSchema[], requiredKeys?: []) =>
  fc.record(
    Object.fromEntries(
      list.map((each) => [
        each.key,
        fc.option<Value | Value[]>(each.array ? fc.array(fc.option(ofType(each)), { maxLength: 3 }) : ofType(each), {
          freq: 3,
        }),
      ]),
    ),
    requiredKeys ? { requiredKeys } : {},
  );

function operationsOf({ attributes: list }: Shape): fc.Arbitrary<Operation[]> {
  const row = fc.record({ $id: id, $permissions: permissions, data: dataOf(list) });
  const change = fc.record({ $permissions: permissions, data: dataOf(list, []) }, { requiredKeys: ['data'] });
  const at = fc.nat(24);
  const operation: fc.Arbitrary<Operation> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('create'), row, isAwaited: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('update'), at, change }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), at }) },
  );
  return fc.array(operation, { maxLength: 15 });
}

export const SOME = ['equal', 'notEqual', 'lessThan', 'lessThanEqual', 'greaterThan', 'greaterThanEqual'];

/** A filter on a field with values of its kind. */
export function filterOf(key: string, type: string, value: fc.Arbitrary<Value>): fc.Arbitrary<Filter> {
  const some = fc.array(value, { minLength: 1, maxLength: 3 });
  const make = (methods: readonly string[], values: fc.Arbitrary<Value[]>) =>
    fc.record({ method: fc.constantFrom(...methods), attribute: fc.constant(key), values });
  return fc.oneof(
    { weight: 6, arbitrary: make(SOME, some) },
    { weight: 1, arbitrary: make(['between'], fc.tuple(value, value)) },
    { weight: 1, arbitrary: make(['isNull', 'isNotNull'], fc.constant([])) },
    ...(type === 'string' ? [{ weight: 2, arbitrary: make(['startsWith', 'endsWith'], some) }] : []),
  );
}

/** Everything of a question but its filters and orders. */
export const pageOf = {
  reversed: fc.boolean(),
  limit: fc.integer({ min: 0, max: 12 }),
  offset: fc.constantFrom(0, 0, 0, 1, 5),
  cursor: fc.option(fc.record({ at: fc.nat(24), before: fc.boolean() })),
};

function askingOf({ attributes: list }: Shape): fc.Arbitrary<Asking> {
  const filters = [
    filterOf('$id', 'string', id),
    ...list.map((each) => filterOf(each.key, each.type, ofType(each))),
    ...list
      .filter(({ type }) => type === 'string')
      .map(({ key }) =>
        fc.record({ method: fc.constant('search'), attribute: fc.constant(key), values: fc.tuple(text) }),
      ),
  ];
  const keys = ['$id', ...list.map(({ key }) => key)];
  return fc.record({
    filters: fc.array(fc.oneof(...filters), { maxLength: 2 }),
    orders: fc.array(fc.record({ key: fc.constantFrom(...keys), descending: fc.boolean() }), { maxLength: 3 }),
    ...pageOf,
    select: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(keys) }),
    access,
  });
}

/** The documents as plain objects, in the order of their making. */
class Model {
  readonly rows: Row[] = [];
  readonly unique: IndexSchema[] = [];
  readonly searched = new Set<string>();

  constructor(readonly shape: Shape) {}

  /** Does an operation; false where it is refused. */
  run(operation: Operation): boolean {
    if (operation.kind === 'create') return this.#put(operation.row, this.rows.length);
    const at = operation.at % this.rows.length;
    const before = this.rows[at];
    if (!before) return true;
    if (operation.kind === 'delete') return this.rows.splice(at, 1).length > 0;
    const { change } = operation;
    return this.#put({ ...before, ...change, data: { ...before.data, ...change.data } }, at);
  }

  #put(row: Row, at: number): boolean {
    const others = this.rows.filter((_, other) => other !== at);
    const isTaken = others.some(
      (other) =>
        other.$id.toLowerCase() === row.$id.toLowerCase() || this.unique.some((index) => isSame(index, other, row)),
    );
    if (!isTaken) this.rows[at] = row;
    return !isTaken;
  }

  /** Makes an index; false where rows are in its way. */
  build(index: IndexSchema): boolean {
    const isUnique = index.type === 'unique';
    if (isUnique && this.rows.some((row, at) => this.rows.slice(0, at).some((other) => isSame(index, other, row))))
      return false;
    if (isUnique) this.unique.push(index);
    if (index.type === 'fulltext') this.searched.add(index.attributes[0] ?? '');
    return true;
  }

  mayRead({ $permissions }: Row, asking: Access): boolean {
    if ('bypass' in asking) return true;
    const isGranted = (list: readonly string[]) => asking.roles.some((role) => list.includes(grant('read')(role)));
    return isGranted(this.shape.permissions) || (this.shape.documentSecurity && isGranted($permissions));
  }

  isRefused({ filters, orders }: Asking): boolean {
    const isList = (key: string) => this.shape.attributes.some((each) => each.key === key && each.array);
    return (
      filters.some(({ method, attribute: key }) => method === 'search' && !this.searched.has(key)) ||
      orders.some(({ key }) => isList(key))
    );
  }

  asked({ access: asking, filters }: Asking): Asked<Row> {
    return {
      rows: this.rows,
      idOf: ({ $id }) => $id,
      isFound: (row) => this.mayRead(row, asking) && filters.every((each) => matches(row, each)),
      fieldOf: (row, key) => valueIn(row, key) as Value,
    };
  }

  /** A document as it is read, without its times and its number. */
  shown({ $id, $permissions, data }: Row, select: readonly string[]): Record<string, unknown> {
    const isShown = ({ key }: AttributeSchema) => select.length === 0 || select.includes(key);
    const values = this.shape.attributes
      .filter(isShown)
      .map(({ key, array }) => [key, data[key] ?? (array ? [] : null)]);
    return { ...Object.fromEntries(values), $id, $permissions };
  }
}

const valueIn = (row: Row, key: string) => (key === '$id' ? row.$id : (row.data[key] ?? null));

/** A list equals no single value. */
function matches(row: Row, filter: Filter): boolean {
  const own = valueIn(row, filter.attribute);
  if (!Array.isArray(own)) return passes(own as Value, filter);
  return filter.method === 'isNotNull';
}

/** Nulls are never the same. */
function isSame({ attributes: keys }: IndexSchema, one: Row, other: Row): boolean {
  return keys.every((key) => {
    const [a, b] = [valueIn(one, key), valueIn(other, key)];
    if (a === null || b === null) return false;
    if (Array.isArray(a)) return stringifyJson(a) === stringifyJson(b);
    return compare(a as Value, b as Value) === 0;
  });
}

/** A document without what only the store knows. */
export function bare({ $internalId, $createdAt, $updatedAt, $databaseId, $collectionId, ...rest }: Document) {
  return rest;
}

/** Counters of writes in memory: what the store keeps of its answers is held against the model too. */
export function memoryCounters() {
  const counters = new Map<string, number>();
  return {
    read: (name: string) => String(counters.get(name) ?? 0),
    raise: (name: string) => void counters.set(name, (counters.get(name) ?? 0) + 1),
  };
}

export function databaseProperties(name: string, open: () => Promise<Engine>): void {
  describe(`${name}: random schemas, documents and queries`, () => {
    let store: Store;

    beforeAll(async () => {
      store = await Store.open(await open(), { ...openOptions, counters: memoryCounters() });
    });
    afterAll(async () => {
      await store.close();
    });

    /** A scene of its own tables. */
    class Scene {
      private constructor(
        readonly model: Model,
        private collection: Collection,
      ) {}

      static async open(made: Shape): Promise<Scene> {
        const indexes = made.indexes.filter(({ isLate }) => !isLate);
        const model = new Model(made);
        for (const index of indexes) model.build(index);
        return new Scene(model, await makeCollection(store, { ...made, indexes }));
      }

      close(): Promise<void> {
        return store.engine.alter(dropTables(this.collection));
      }

      async write(operations: readonly Operation[]): Promise<void> {
        const steps = operations.map((operation) => {
          const id = 'at' in operation ? this.model.rows[operation.at % this.model.rows.length]?.$id : '';
          return { operation, id, isDone: this.model.run(operation) };
        });
        await store.write(async (transaction) => {
          const writer = transaction.in(1);
          for (const { operation, id, isDone } of steps) {
            if (id === undefined) continue;
            const run = () => transaction.attempt(() => this.#run(writer, operation, id));
            if (isDone) await run();
            else await expect(run()).rejects.toBeInstanceOf(DuplicateError);
          }
        });
      }

      async #run(writer: Writer, operation: Operation, id: string): Promise<void> {
        const { collection } = this;
        if (operation.kind === 'delete') await writer.delete(collection, id);
        else if (operation.kind === 'update') {
          const { data, ...rest } = operation.change;
          await writer.update(collection, id, { ...data, ...rest });
        } else {
          const { $id, $permissions, data } = operation.row;
          const document = { ...data, $id, $permissions };
          if (operation.isAwaited) await writer.create(collection, document);
          else writer.append(collection, document);
        }
      }

      /** Builds the indexes that come after documents. */
      async index(): Promise<void> {
        const { engine } = store;
        for (const index of this.model.shape.indexes.filter(({ isLate }) => isLate)) {
          const { schema } = this.collection;
          const grown = store.compile({ ...schema, indexes: [...schema.indexes, index], version: schema.version + 1 });
          if (this.model.build(index)) {
            await engine.alter(createIndex(grown, index));
            if (index.type === 'fulltext') await fillTokens(store, grown, index, async () => undefined);
            this.collection = grown;
          } else await expect(engine.alter(createIndex(grown, index))).rejects.toBeInstanceOf(DuplicateError);
        }
      }

      async ask(asking: Asking): Promise<void> {
        const { model, collection } = this;
        const asked = model.asked(asking);
        const select = asking.select.map((key) => parseQuery(stringifyJson({ method: 'select', values: [key] })));
        const queries = [...queriesOf(asked, asking), ...select];
        const list = () => store.in(1).list(collection, queries, { access: asking.access });
        if (model.isRefused(asking)) {
          await expect(list()).rejects.toBeInstanceOf(QueryError);
          return;
        }
        const expected = answer(asked, asking);
        const { total, rows } = await list();
        expect({ total, rows: rows.map(bare) }).toEqual({
          total: expected.total,
          rows: expected.rows.map((row) => model.shown(row, asking.select)),
        });
      }

      /** Every document comes out as it went in, for those who may read it. */
      async read(asking: Access): Promise<void> {
        for (const row of this.model.rows) {
          const read = await store.in(1).get(this.collection, row.$id.toUpperCase());
          expect(read && bare(read)).toEqual(this.model.shown(row, []));
          expect(read && mayRead(this.collection, read, asking)).toBe(this.model.mayRead(row, asking));
        }
      }
    }

    it(
      'give what the model gives, in its order, to those who may read it',
      async () => {
        const scene = shape.chain((made) =>
          fc.record({
            made: fc.constant(made),
            first: operationsOf(made),
            second: operationsOf(made),
            questions: fc.array(askingOf(made), { minLength: 3, maxLength: 10 }),
          }),
        );
        await fc.assert(
          fc.asyncProperty(scene, async ({ made, first, second, questions }) => {
            const opened = await Scene.open(made);
            try {
              await opened.write(first);
              for (const asking of questions) await opened.ask(asking);
              await opened.index();
              await opened.write(second);
              // The first answers are kept by now, and must not be given again.
              for (const asking of questions) await opened.ask(asking);
              for (const asking of questions.slice(0, 1)) await opened.read(asking.access);
            } finally {
              await opened.close();
            }
          }),
          { numRuns: RUNS },
        );
      },
      TEST_MILLISECONDS,
    );

    it(
      'are refused with words for the client, or answered, whatever the values are',
      async () => {
        const collection = await makeCollection(store, {
          attributes: TYPES.slice(1).map((type) => attribute(type, { type })),
          indexes: [
            { key: 'a', id: 1, type: 'key', attributes: ['integer', 'string'], orders: ['DESC'], available: true },
            { key: 'b', id: 2, type: 'fulltext', attributes: ['string'], orders: [], available: true },
          ],
        });
        await store.write((transaction) =>
          transaction.in(1).create(collection, { $id: 'a', string: 'é', integer: 1, double: 1, boolean: true }),
        );
        const odd = fc.oneof(
          fc.string({ unit: 'binary', maxLength: 20 }),
          fc.constantFrom('\0', '%', '_', '|', '\\', "'", '"', '👍', 'x'.repeat(4000), '2030-01-31', '(', '*', ' ', ''),
          fc.double(),
          fc.integer(),
          fc.constantFrom(true, null, 1e300, -1e300),
          fc.bigInt(),
        );
        const methods = [...SOME, 'between', 'startsWith', 'endsWith', 'search', 'isNull', 'orderAsc'];
        const any = fc.record({
          method: fc.constantFrom(...methods, 'limit', 'offset', 'cursorAfter', 'select'),
          attribute: fc.constantFrom(...TYPES, '$id', '$createdAt', ''),
          values: fc.array(odd, { maxLength: 3 }),
        });
        // Whole entries too, which need not be of either form.
        const entries = fc.oneof(
          { weight: 3, arbitrary: any.map((source) => stringifyJson(source)) },
          {
            weight: 1,
            arbitrary: fc.string({ unit: fc.constantFrom(...'equal("string",["a"])[]{}\\\' 1.e-'), maxLength: 30 }),
          },
        );
        const ask = async (sources: readonly string[]) => {
          try {
            await store.in(1).list(collection, sources.map(parseQuery));
          } catch (error) {
            expect([QueryError.name, 'CursorError']).toContain((error as Error).name);
          }
        };
        await fc.assert(fc.asyncProperty(fc.array(entries, { minLength: 1, maxLength: 2 }), ask), {
          numRuns: RUNS * 20,
        });
        await store.engine.alter(dropTables(collection));
      },
      TEST_MILLISECONDS,
    );
  });
}
