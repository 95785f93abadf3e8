/** Random relations and nested writes: every adapter leaves and shows what a model of objects and pairs does. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringifyJson } from '@plinth/definitions';
import fc from 'fast-check';
import { attribute, makeCollection } from '../contract.js';
import { type Access, BYPASS, type NewDocument } from '../document.js';
import type { Engine } from '../engine.js';
import { QueryError } from '../errors.js';
import { newId } from '../ids.js';
import { answer, type Filter, type Question, queriesOf, type Value } from '../model.js';
import { filterOf, memoryCounters, openOptions, pageOf, RUNS, TEST_MILLISECONDS } from '../property.js';
import { parseQuery } from '../queries/query.js';
import type { Collection } from '../schema.js';
import { Store } from '../store.js';
import { addRelation, columnsOf, dropRelation, dropTables } from '../tables.js';
import type { Writer } from '../writer.js';
import { deleteNested } from './delete.js';
import type { Family } from './family.js';
import { type Doc, isNode, type Link, type Node, type Relation, RelationModel, type Rules } from './model.js';
import { homeOf, type RelationSchema } from './relation.js';
import { createNested, updateNested } from './save.js';

/** A nested document before it is known what its numbers stand for. */
interface Sketch {
  readonly fields: Readonly<Record<string, Value | undefined>>;
  readonly permissions: readonly string[] | null;
  readonly links: readonly {
    /** Position among the relations that its collection shows, from the start again past their end. */
    readonly side: number;
    readonly items: readonly {
      readonly kind: 'id' | 'known' | 'new' | 'missing';
      readonly at: number;
      readonly sketch: Sketch;
    }[];
  }[];
}

type Operation =
  | { readonly kind: 'create'; readonly collection: number; readonly sketch: Sketch; readonly access: Access }
  | { readonly kind: 'update'; readonly at: number; readonly sketch: Sketch; readonly access: Access }
  | { readonly kind: 'delete'; readonly at: number; readonly access: Access };

interface Asking extends Question {
  readonly collection: number;
  readonly access: Access;
  readonly select: readonly string[];
}

interface Shape {
  readonly rules: readonly Rules[];
  readonly relations: readonly Relation[];
}

const COLLECTIONS_MAX = 3;
const ROLES = ['any', 'user:a'];
const roles = fc.subarray(ROLES);
const TYPES = ['read', 'update', 'delete'];
const granting = (types: readonly string[]) =>
  fc.subarray(types.flatMap((type) => ROLES.map((role) => `${type}("${role}")`)));
const access: fc.Arbitrary<Access> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(BYPASS) },
  { weight: 1, arbitrary: roles.map((held) => ({ roles: held })) },
);
const name = fc.constantFrom('a', 'B', 'b', 'é', 'E c');
const count = fc.integer({ min: 0, max: 3 });
const fields = fc.record({ name: fc.option(name), count: fc.option(count) }, { requiredKeys: [] });

const sketchOf = (depth: number): fc.Arbitrary<Sketch> =>
  fc.record({
    fields,
    permissions: fc.option(granting(TYPES), { freq: 2 }),
    links:
      depth === 0
        ? fc.constant([])
        : fc.array(
            fc.record({
              side: fc.nat(5),
              items: fc.array(
                fc.record({
                  kind: fc.constantFrom('id', 'id', 'known', 'known', 'new', 'new', 'missing'),
                  at: fc.nat(9),
                  sketch: sketchOf(depth - 1),
                }),
                { maxLength: 3 },
              ),
            }),
            { maxLength: 2 },
          ),
  });

// Deeper than documents are written, so that what lies there must be passed over.
const sketch = sketchOf(4);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('create'), collection: fc.nat(COLLECTIONS_MAX - 1), sketch, access }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('update'), at: fc.nat(30), sketch, access }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete'), at: fc.nat(30), access }) },
);

const shape: fc.Arbitrary<Shape> = fc.integer({ min: 1, max: COLLECTIONS_MAX }).chain((size) =>
  fc.record({
    rules: fc.array(fc.record({ permissions: granting(['create', ...TYPES]), documentSecurity: fc.boolean() }), {
      minLength: size,
      maxLength: size,
    }),
    relations: fc
      .array(
        fc.record({
          type: fc.constantFrom('oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'),
          twoWay: fc.boolean(),
          onDelete: fc.constantFrom('restrict', 'cascade', 'setNull'),
          parent: fc.nat(size - 1),
          child: fc.nat(size - 1),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((list) => list.map((each, at) => ({ ...each, id: at + 1 }))),
  }),
);

/** Names of fields behind up to three relations, and of the relations; some of them mean nothing. */
function pathsOf(model: RelationModel, collection: number, hops = 3): string[] {
  const own = ['$id', 'name', 'count'];
  if (hops === 0) return own;
  const further = model
    .shownSides(collection)
    .flatMap(({ key, other }) => [key, ...pathsOf(model, other, hops - 1).map((rest) => `${key}.${rest}`)]);
  return [...own, ...further];
}

function askingOf({ rules, relations }: Shape): fc.Arbitrary<Asking> {
  const model = new RelationModel(rules, relations);
  return fc.nat(rules.length - 1).chain((collection) => {
    const paths = pathsOf(model, collection);
    // What must be refused is asked for now and then.
    const some = (method: string | null) =>
      fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constantFrom(...paths.filter((path) => !model.isRefused(collection, path, method))),
        },
        { weight: 1, arbitrary: fc.constantFrom(...paths) },
      );
    const filter = some('equal').chain((path): fc.Arbitrary<Filter> => {
      if (path.endsWith('name')) return filterOf(path, 'string', name);
      if (path.endsWith('count')) return filterOf(path, 'integer', count);
      return filterOf(path, 'string', fc.constantFrom('d1', 'D2', 'd3', 'd10'));
    });
    const keys = model.shownSides(collection).map(({ key }) => key);
    const names = ['*', 'name', ...keys.flatMap((key) => [`${key}.*`, `${key}.count`])];
    return fc.record({
      collection: fc.constant(collection),
      access,
      filters: fc.array(filter, { maxLength: 2 }),
      orders: fc.array(fc.record({ key: some(null), descending: fc.boolean() }), { maxLength: 2 }),
      ...pageOf,
      select: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray(names) }),
    });
  });
}

/** A document and all in it without what only the store knows. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const hidden = ['$internalId', '$createdAt', '$updatedAt', '$databaseId', '$collectionId'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (hidden.includes(key) ? [] : [[key, bare(each)]])),
  );
}

/** Turns sketches into documents that name each stored one once at most: else their order would decide. */
class Drawing {
  readonly #named = new Set<Doc>();

  constructor(
    private readonly model: RelationModel,
    private readonly nextId: () => string,
  ) {}

  node(collection: number, { fields, permissions, links }: Sketch, known: Doc | null): Node {
    if (known) this.#named.add(known);
    const given = Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined);
    const sides = this.model.shownSides(collection);
    const drawn: Link[] = [];
    for (const { side: at, items } of links) {
      const side = sides[at % sides.length];
      if (!side || drawn.some((link) => link.side.key === side.key)) continue;
      const made = items.flatMap(({ kind, at: number, sketch: inner }) => {
        if (kind === 'missing') return [];
        if (kind === 'new') return [this.node(side.other, inner, null)];
        const stored = this.model.in(side.other);
        const doc = stored[number % stored.length];
        if (!doc || this.#named.has(doc)) return [];
        this.#named.add(doc);
        return [kind === 'id' ? doc : this.node(side.other, inner, doc)];
      });
      drawn.push({ side, items: side.isMany ? made : made.slice(0, 1) });
    }
    return { id: known?.id ?? this.nextId(), known, fields: Object.fromEntries(given), permissions, links: drawn };
  }
}

/** What a client would send for it. */
function dataOf({ id, fields, permissions, links }: Node, isRoot = true): Record<string, unknown> {
  const related = links.map(({ side, items }) => {
    const values = items.map((item) => (isNode(item) ? dataOf(item, false) : item.id));
    return [side.key ?? '', side.isMany ? [...values, 'missing'] : (values[0] ?? null)];
  });
  return {
    ...fields,
    ...Object.fromEntries(related),
    ...(isRoot ? {} : { $id: id }),
    ...(permissions ? { $permissions: permissions } : {}),
  };
}

export function relationProperties(title: string, open: () => Promise<Engine>): void {
  describe(`${title}: random relations and nested writes`, () => {
    let store: Store;

    beforeAll(async () => {
      store = await Store.open(await open(), { ...openOptions, counters: memoryCounters() });
    });
    afterAll(async () => {
      await store.close();
    });

    class Scene {
      readonly model: RelationModel;
      #ids = 0;

      private constructor(
        shape: Shape,
        private readonly collections: readonly Collection[],
        private readonly family: Family,
        private readonly links: readonly { relation: RelationSchema; collection: Collection }[],
      ) {
        this.model = new RelationModel(shape.rules, shape.relations);
      }

      static async open(made: Shape): Promise<Scene> {
        const model = new RelationModel(made.rules, made.relations);
        const tables = new Map(made.relations.map((relation) => [relation, `l${newId()}`]));
        const schemaOf = ({ relation, side, key, other }: ReturnType<RelationModel['sidesOf']>[number]) => ({
          ...{ id: relation.id, key, type: relation.type, side, twoWay: relation.twoWay, onDelete: relation.onDelete },
          ...{ other: other + 1, links: tables.get(relation) ?? '' },
        });
        const collections: Collection[] = [];
        for (const [at, rules] of made.rules.entries())
          collections.push(
            await makeCollection(store, {
              ...rules,
              attributes: [attribute('name', { type: 'string' }), attribute('count', { type: 'integer' })],
              relations: model.sidesOf(at).map(schemaOf),
            }),
          );
        const links = collections.flatMap((collection, at) =>
          model.sidesOf(at).flatMap((side) => {
            const relation = schemaOf(side);
            const isHome = homeOf(relation) === 'own' || (homeOf(relation) === 'table' && side.side === 'parent');
            return isHome ? [{ relation, collection }] : [];
          }),
        );
        for (const link of links)
          await store.engine.alter(addRelation(link, await columnsOf(store.engine, link.collection)));
        return new Scene(made, collections, new Map(collections.map((each, at) => [at + 1, each])), links);
      }

      async close(): Promise<void> {
        for (const link of this.links)
          await store.engine.alter(dropRelation(link, await columnsOf(store.engine, link.collection)));
        for (const collection of this.collections) await store.engine.alter(dropTables(collection));
      }

      #collection(at: number): Collection {
        const collection = this.collections[at];
        if (!collection) throw new Error('There is no such collection.');
        return collection;
      }

      async run(operation: Operation): Promise<void> {
        const { model } = this;
        const { access: writing } = operation;
        const drawing = new Drawing(model, () => `d${++this.#ids}`);
        if (operation.kind === 'create') {
          const collection = operation.collection % this.collections.length;
          const node = drawing.node(collection, operation.sketch, null);
          const document = { $id: node.id, ...dataOf(node) } as NewDocument;
          await this.#hold(model.write(collection, node, writing), (writer) =>
            createNested(writer, this.#collection(collection), document, this.#nesting(writing)),
          );
          return;
        }
        const doc = model.docs[operation.at % model.docs.length];
        if (!doc) return;
        const collection = this.#collection(doc.collection);
        if (operation.kind === 'delete') {
          await this.#hold(model.delete(doc, writing), (writer) =>
            deleteNested(writer, collection, doc.id, {}, { family: this.family, access: writing }),
          );
          return;
        }
        const node = drawing.node(doc.collection, operation.sketch, doc);
        await this.#hold(model.write(doc.collection, node, writing), (writer) =>
          updateNested(writer, collection, doc.id, dataOf(node), {}, this.#nesting(writing)),
        );
      }

      #nesting(writing: Access) {
        const permissions = (given: unknown) => given as string[];
        return { family: this.family, access: writing, permissions, id: String };
      }

      /** The engine refuses what the model refuses, and then nothing has changed. */
      async #hold(
        { refusals, isClear, apply }: ReturnType<RelationModel['write']>,
        work: (writer: Writer) => Promise<unknown>,
      ): Promise<void> {
        if (!isClear) return;
        const writing = store.write((transaction) => work(transaction.in(1)));
        if (refusals.length === 0) {
          await writing;
          apply();
        } else {
          const error = await writing.then(
            () => null,
            (thrown: unknown) => thrown,
          );
          expect(refusals.map(({ name }) => name)).toContain((error as Error | null)?.constructor.name);
        }
        await this.compare(BYPASS);
      }

      /** All documents, as somebody sees them. */
      async compare(asking: Access): Promise<void> {
        const reader = store.in(1);
        for (const [at, collection] of this.collections.entries()) {
          const { rows } = await reader.list(collection, [parseQuery('limit(1000)')], { access: asking });
          const selected = collection.selected([]);
          const shown = await reader.expand(collection, rows, { family: this.family, access: asking, selected });
          const expected = this.model.in(at).filter((doc) => this.model.may(doc, asking, 'read'));
          expect(shown.map(bare)).toEqual(expected.map((doc) => this.model.shown(doc, asking)));
        }
      }

      async ask(asking: Asking): Promise<void> {
        const { model, family } = this;
        const { collection: at, access: held, filters, orders } = asking;
        const collection = this.#collection(at);
        const rows = model.in(at);
        const selecting = asking.select.map((key) => parseQuery(stringifyJson({ method: 'select', values: [key] })));
        const queries = [...queriesOf({ rows, idOf: ({ id }) => id }, asking), ...selecting];
        const listing = store.in(1).list(collection, queries, { access: held, family });
        const isRefused =
          filters.some(({ attribute: path, method }) => model.isRefused(at, path, method)) ||
          orders.some(({ key }) => model.isRefused(at, key, null));
        if (isRefused) {
          await expect(listing).rejects.toBeInstanceOf(QueryError);
          return;
        }
        const { total, rows: found } = await listing;
        const selected = collection.selected(queries);
        const shown = await store.in(1).expand(collection, found, { family, access: held, selected });
        const expected = answer(
          {
            rows,
            idOf: ({ id }: Doc) => id,
            isFound: (doc) => model.may(doc, held, 'read') && filters.every((each) => model.matches(doc, each, held)),
            fieldOf: (doc, key) => model.fieldOf(doc, key, held),
          },
          asking,
        );
        expect({ total, rows: shown.map(bare) }).toEqual({
          total: expected.total,
          rows: expected.rows.map((doc) => model.shown(doc, held, asking.select)),
        });
      }
    }

    it(
      'leave and show what the model does',
      async () => {
        const scene = shape.chain((made) =>
          fc.record({
            made: fc.constant(made),
            operations: fc.array(operation, { minLength: 8, maxLength: 20 }),
            questions: fc.array(askingOf(made), { minLength: 3, maxLength: 8 }),
          }),
        );
        await fc.assert(
          fc.asyncProperty(scene, async ({ made, operations, questions }) => {
            const opened = await Scene.open(made);
            try {
              for (const each of operations) await opened.run(each);
              for (const asking of questions) await opened.ask(asking);
              for (const asking of questions.slice(0, 2)) await opened.compare(asking.access);
            } finally {
              await opened.close();
            }
          }),
          // A scene writes and compares some twenty times over.
          { numRuns: Math.ceil(RUNS / 2) },
        );
      },
      TEST_MILLISECONDS,
    );
  });
}
