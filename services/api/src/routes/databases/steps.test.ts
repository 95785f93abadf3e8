/** Operators, bulk, transactions and aggregates through the routes. Decision: docs/decisions/0006. */
import { expect, it, jest } from '@jest/globals';
import { type Answer, makeWorld, onBothProfiles, type World } from '../../scenarios.js';
import { givenCollection, givenDocument } from './collections/documents/given.js';
import { make, settle } from './given.js';

jest.setTimeout(60_000);

const things = '/v1/databases/db/collections/things';
type As = 'key' | 'user' | 'guest';
const call = (world: World, method: string, path: string, body?: unknown, as: As = 'key'): Promise<Answer> =>
  world.call({ method, path, as, body });
const change = (world: World, id: string, data: unknown, as: As = 'key') =>
  call(world, 'PATCH', `${things}/documents/${id}`, { data }, as);
const bulk = (world: World, method: string, body: unknown, as: As = 'key') =>
  call(world, method, `${things}/bulk`, body, as);
const transact = (world: World, steps: unknown, as: As = 'key') =>
  call(world, 'POST', '/v1/databases/db/transactions', { steps }, as);
const read = (world: World, id: string) => call(world, 'GET', `${things}/documents/${id}`);
const events = (world: World, from = 0) =>
  world.changes.slice(from).map(({ events: [name] }) => name?.replace('databases.db.collections.', ''));
const query = (texts: Record<string, string[]>) =>
  Object.entries(texts)
    .flatMap(([name, values]) => values.map((value) => `${name}[]=${encodeURIComponent(value)}`))
    .join('&');

const ATTRIBUTES = [
  { key: 'title', type: 'string', size: 20 },
  { key: 'count', type: 'integer', formatOptions: { min: -100, max: 9223372036854775807n } },
  { key: 'ratio', type: 'double' },
  { key: 'done', type: 'boolean' },
  { key: 'at', type: 'datetime' },
  { key: 'tags', type: 'string', size: 10, array: true },
] as const;

onBothProfiles('many steps in one write', (stage) => {
  const open = async (options: Parameters<typeof givenCollection>[1] = {}): Promise<World> => {
    const world = await makeWorld(stage());
    await givenCollection(world, { attributes: ATTRIBUTES, ...options });
    return world;
  };

  it('works out operators on the stored row, to the digit', async () => {
    const world = await open();
    await givenDocument(world, 'one', { count: 5, ratio: 1.5, tags: ['a', 'b'] });
    const done = await change(world, 'one', {
      count: { $increment: 2 },
      ratio: { $multiply: 3 },
      done: { $toggle: true },
      at: { $now: true },
      tags: { $append: ['c', 'a'] },
    });
    expect(done).toMatchObject({ status: 200, body: { count: 7, ratio: 4.5, done: true, tags: ['a', 'b', 'c', 'a'] } });
    expect(done.body.at).toBe(done.body.$updatedAt);
    for (const [data, expected] of [
      [{ count: { $decrement: { by: 3, min: 0 } } }, { count: 4 }],
      [{ count: { $max: 9 } }, { count: 9 }],
      [{ count: { $min: 3 } }, { count: 3 }],
      [{ count: { $min: 8 } }, { count: 3 }],
      [{ tags: { $remove: ['a'] } }, { tags: ['b', 'c'] }],
      [{ tags: { $appendUnique: ['c', 'd', 'd'] } }, { tags: ['b', 'c', 'd'] }],
      [{ done: { $toggle: true } }, { done: false }],
    ] as const)
      expect(await change(world, 'one', data)).toMatchObject({ status: 200, body: expected });
    await givenDocument(world, 'none', { title: 'x' });
    const big = '{"data":{"count":{"$increment":9007199254740993},"tags":{"$append":["x"]},"ratio":{"$max":-2}}}';
    const text = await world.call({
      method: 'PATCH',
      path: `${things}/documents/none`,
      as: 'key',
      body: JSON.parse(big),
    });
    expect(text).toMatchObject({ status: 200, body: { tags: ['x'], ratio: -2 } });
  });

  it('refuses operators that do not fit, and changes nothing', async () => {
    const world = await open();
    await givenDocument(world, 'one', { count: 5, title: 'x', tags: ['a'] });
    for (const data of [
      { count: { $increment: 'x' } },
      { count: { $increment: 1.5 } },
      { count: { $increment: { by: 1, max: 5 } } },
      { count: { $decrement: { by: 200 } } },
      { count: { $increment: { by: 1, until: 5 } } },
      { count: { $power: 2 } },
      { count: { $increment: 1, $decrement: 1 } },
      { title: { $increment: 1 } },
      { title: { $append: ['x'] } },
      { tags: { $append: 'x' } },
      { tags: { $append: ['12345678901'] } },
      { done: { $toggle: 1 } },
      { at: { $now: 'later' } },
      { count: { $__proto__: 1 } },
    ]) {
      const refused = await change(world, 'one', data);
      expect([data, refused.status, refused.body.type]).toEqual([data, 400, 'document_invalid_structure']);
    }
    const created = await call(world, 'POST', `${things}/documents`, {
      documentId: 'two',
      data: { count: { $increment: 1 } },
    });
    expect(created.body.type).toBe('document_invalid_structure');
    expect((await read(world, 'one')).body).toMatchObject({ count: 5, title: 'x', tags: ['a'] });
  });

  it('counts every one of many increments at once', async () => {
    const world = await open();
    await givenDocument(world, 'one', { count: 0 });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => change(world, 'one', { count: { $increment: 1 } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await read(world, 'one')).body.count).toBe(30);
  });

  it('creates many documents, tells of each, and names what was refused', async () => {
    const world = await open();
    await givenDocument(world, 'taken', { title: 'x' });
    const before = world.changes.length;
    const made = await bulk(world, 'POST', {
      documents: [
        { $id: 'a', title: 'A' },
        { $id: 'taken', title: 'again' },
        { $id: 'b', title: 'B', $permissions: ['read("any")'] },
        { title: 'without an ID' },
        { $id: '_bad', title: 'x' },
        { $id: 'c', nothing: 1 },
        { $id: 'd', $permissions: ['nonsense'], title: 'x' },
        { $id: 'A', title: 'another case' },
        { $id: 'e' },
        [1],
      ],
    });
    expect(made.status).toBe(200);
    const { total, documents, errors } = made.body as { total: number; documents: { $id: string }[]; errors: object[] };
    expect(total).toBe(3);
    expect(documents.map(({ $id }) => $id)).toEqual(['a', 'b', expect.stringMatching(/^[0-9a-f]{20}$/)]);
    expect(documents[1]).toMatchObject({ title: 'B', $permissions: ['read("any")'], $collectionId: 'things' });
    expect(errors).toMatchObject([
      { index: 1, $id: 'taken', code: 409, type: 'document_already_exists' },
      { index: 4, $id: '_bad', code: 400, type: 'general_argument_invalid' },
      { index: 5, $id: 'c', code: 400, type: 'document_invalid_structure' },
      { index: 6, $id: 'd', code: 400, type: 'general_argument_invalid' },
      { index: 7, $id: 'A', code: 409, type: 'document_already_exists' },
      { index: 8, $id: 'e', code: 400, type: 'document_missing_payload' },
      { index: 9, code: 400, type: 'document_invalid_structure' },
    ]);
    expect(events(world, before)).toEqual(documents.map(({ $id }) => `things.documents.${$id}.create`));
    expect((await read(world, 'taken')).body.title).toBe('x');
    expect((await read(world, 'a')).body).toEqual(documents[0]);
  });

  it('changes, upserts and deletes by list and by query', async () => {
    const world = await open();
    await bulk(world, 'POST', { documents: Array.from({ length: 6 }, (_, at) => ({ $id: `d${at}`, count: at })) });
    const before = world.changes.length;
    const listed = await bulk(world, 'PATCH', {
      documents: [
        { $id: 'd0', count: { $increment: 10 } },
        { $id: 'none', count: 1 },
      ],
    });
    expect(listed.body).toMatchObject({
      total: 1,
      documents: [{ $id: 'd0', count: 10 }],
      errors: [{ index: 1, code: 404 }],
    });
    const chosen = await bulk(world, 'PATCH', {
      queries: ['greaterThan("count", [3])', 'limit(2)'],
      data: { done: true },
    });
    expect(chosen.body).toMatchObject({
      total: 2,
      documents: [
        { $id: 'd0', done: true },
        { $id: 'd4', done: true },
      ],
      errors: [],
    });
    const put = await bulk(world, 'PUT', {
      documents: [
        { $id: 'd1', title: 'kept' },
        { $id: 'new', title: 'new' },
      ],
    });
    expect(put.body).toMatchObject({ total: 2, documents: [{ $id: 'd1', count: 1, title: 'kept' }, { $id: 'new' }] });
    const gone = await bulk(world, 'DELETE', { documentIds: ['d1', 'd1'] });
    expect(gone.body).toMatchObject({ total: 1, errors: [{ index: 1, type: 'document_not_found' }] });
    const rest = await bulk(world, 'DELETE', { queries: ['equal("done", [true])'] });
    expect(rest.body).toMatchObject({ total: 2, errors: [] });
    expect(events(world, before)).toEqual(
      ['d0.update', 'd0.update', 'd4.update', 'd1.update', 'new.create', 'd1.delete', 'd0.delete', 'd4.delete'].map(
        (tail) => `things.documents.${tail}`,
      ),
    );
  });

  it('refuses bulk requests that are none', async () => {
    const world = await open();
    for (const [method, body] of [
      ['POST', {}],
      ['POST', { documents: [] }],
      ['POST', { documents: 'x' }],
      ['POST', { documents: Array.from({ length: 1001 }, () => ({ title: 'x' })) }],
      ['PATCH', {}],
      ['PATCH', { documents: [{ $id: 'a' }], queries: [] }],
      ['PATCH', { queries: ['nonsense('], data: { title: 'x' } }],
      ['PATCH', { queries: ['cursorAfter("a")'], data: { title: 'x' } }],
      ['DELETE', {}],
      ['DELETE', { documentIds: ['a'], queries: [] }],
    ] as const) {
      const refused = await bulk(world, method, body);
      expect([method, refused.status, refused.body.type]).toEqual([method, 400, 'general_argument_invalid']);
    }
    expect((await bulk(world, 'POST', { documents: [{ title: 'x' }] }, 'guest')).body).toMatchObject({
      total: 0,
      errors: [{ type: 'user_unauthorized', code: 401 }],
    });
  });

  it('commits the steps of a transaction together, over collections, with references', async () => {
    const world = await open();
    await make(world, 'POST', '/databases/db/collections', { collectionId: 'others', name: 'Others' });
    await make(world, 'POST', '/databases/db/collections/others/attributes/string', {
      key: 'thing',
      size: 36,
      required: false,
    });
    await settle(world);
    await givenDocument(world, 'stock', { count: 3 });
    const before = world.changes.length;
    const done = await transact(world, [
      {
        action: 'update',
        collectionId: 'things',
        documentId: 'stock',
        data: { count: { $decrement: { by: 1, min: 0 } } },
      },
      { action: 'create', collectionId: 'things', data: { title: 'order' }, as: 'order' },
      { action: 'create', collectionId: 'others', documentId: 'o', data: { thing: { $ref: 'order' } } },
      { action: 'upsert', collectionId: 'others', documentId: 'p', data: { thing: 'x' } },
      { action: 'update', collectionId: 'things', documentId: { $ref: 'order' }, data: { count: 1 } },
      { action: 'delete', collectionId: 'others', documentId: 'p' },
    ]);
    expect(done.status).toBe(200);
    const steps = done.body.steps as { action: string; documentId: string; document: object | null }[];
    const order = steps[1]?.documentId ?? '';
    expect(steps).toMatchObject([
      { action: 'update', collectionId: 'things', documentId: 'stock', document: { count: 2 } },
      { action: 'create', collectionId: 'things', document: { title: 'order' } },
      { action: 'create', collectionId: 'others', documentId: 'o', document: { thing: order } },
      { action: 'create', collectionId: 'others', documentId: 'p' },
      { action: 'update', documentId: order, document: { title: 'order', count: 1 } },
      { action: 'delete', documentId: 'p', document: null },
    ]);
    expect(events(world, before)).toEqual([
      'things.documents.stock.update',
      `things.documents.${order}.create`,
      'others.documents.o.create',
      'others.documents.p.create',
      `things.documents.${order}.update`,
      'others.documents.p.delete',
    ]);
  });

  it('undoes all of a transaction whose step is refused, and tells which', async () => {
    const world = await open();
    await givenDocument(world, 'stock', { count: 0, title: 'a' });
    const stored = (await read(world, 'stock')).body;
    const before = world.changes.length;
    const first = { action: 'create', collectionId: 'things', documentId: 'fresh', data: { title: 'x' }, as: 'fresh' };
    for (const [step, status, type] of [
      [
        {
          action: 'update',
          collectionId: 'things',
          documentId: 'stock',
          data: { count: { $decrement: { by: 1, min: 0 } } },
        },
        400,
        'document_invalid_structure',
      ],
      [
        { action: 'create', collectionId: 'things', documentId: 'stock', data: { title: 'x' } },
        409,
        'document_already_exists',
      ],
      [
        { action: 'update', collectionId: 'things', documentId: 'none', data: { title: 'x' } },
        404,
        'document_not_found',
      ],
      [
        { action: 'delete', collectionId: 'things', documentId: 'stock', ifUpdatedAt: '2020-01-01T00:00:00.000+00:00' },
        409,
        'document_update_conflict',
      ],
      [
        { action: 'upsert', collectionId: 'things', documentId: 'stock', data: { title: 'x' }, ifExists: false },
        409,
        'document_update_conflict',
      ],
      [
        { action: 'upsert', collectionId: 'things', documentId: 'none', data: { title: 'x' }, ifExists: true },
        409,
        'document_update_conflict',
      ],
      [{ action: 'create', collectionId: 'nowhere', data: { title: 'x' } }, 404, 'collection_not_found'],
      [
        { action: 'create', collectionId: 'things', data: { title: { $ref: 'stranger' } } },
        400,
        'general_argument_invalid',
      ],
      [
        { action: 'create', collectionId: 'things', data: { title: 'x' }, as: 'fresh' },
        400,
        'general_argument_invalid',
      ],
      [{ action: 'jump', collectionId: 'things', documentId: 'a' }, 400, 'general_argument_invalid'],
      [{ action: 'create', collectionId: 'things', data: { title: 'x' }, why: 1 }, 400, 'general_argument_invalid'],
      [{ action: 'update', collectionId: 'things', data: { title: 'x' } }, 400, 'general_argument_invalid'],
      ['x', 400, 'general_argument_invalid'],
    ] as const) {
      const refused = await transact(world, [first, step]);
      expect([step, refused.status, refused.body.type]).toEqual([step, status, type]);
      if (typeof step === 'object') expect(refused.body.message).toContain('Step 2');
    }
    expect((await transact(world, [first], 'guest')).body.type).toBe('user_unauthorized');
    expect((await read(world, 'fresh')).status).toBe(404);
    expect((await read(world, 'stock')).body).toEqual(stored);
    expect(world.changes.length).toBe(before);
    const met = await transact(world, [
      {
        action: 'update',
        collectionId: 'things',
        documentId: 'stock',
        data: { title: 'b' },
        ifUpdatedAt: stored.$updatedAt,
        ifExists: true,
      },
    ]);
    expect(met.status).toBe(200);
  });

  it('sells no more than there is when many transactions come at once', async () => {
    const world = await open();
    await givenDocument(world, 'stock', { count: 5 });
    const sale = (at: number) =>
      transact(world, [
        {
          action: 'update',
          collectionId: 'things',
          documentId: 'stock',
          data: { count: { $decrement: { by: 1, min: 0 } } },
        },
        { action: 'create', collectionId: 'things', documentId: `sale${at}`, data: { title: 'sold' } },
      ]);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, at) => sale(at)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 400)).toHaveLength(7);
    const sold = await call(world, 'GET', `${things}/documents?${query({ queries: ['equal("title", ["sold"])'] })}`);
    expect(sold.body.total).toBe(5);
    expect((await read(world, 'stock')).body.count).toBe(0);
  });

  it('counts and adds up what the caller may read, by groups', async () => {
    const world = await open({ documentSecurity: true });
    const documents = [
      { $id: 'a', title: 'Red', count: 1, ratio: 0.5, $permissions: ['read("any")'] },
      { $id: 'b', title: 'red', count: 2, ratio: 1.5 },
      { $id: 'c', title: 'blue', count: 3, $permissions: ['read("any")'] },
      { $id: 'd', count: 4, at: '2030-01-31T12:00:00.000+00:00' },
    ];
    expect((await bulk(world, 'POST', { documents })).body.total).toBe(4);
    const ask = (texts: Record<string, string[]>, as: As = 'key') =>
      call(world, 'GET', `${things}/aggregates?${query(texts)}`, undefined, as);
    const all = await ask({
      aggregates: [
        'count()',
        'sum("count")',
        'average(ratio)',
        'min(count)',
        'max("at")',
        'distinct(title)',
        'count(ratio)',
      ],
    });
    expect(all.body.groups).toEqual([
      {
        count: 4,
        'sum(count)': 10,
        'average(ratio)': 1,
        'min(count)': 1,
        'max(at)': '2030-01-31T12:00:00.000+00:00',
        'distinct(title)': 2,
        'count(ratio)': 2,
      },
    ]);
    const grouped = await ask({ aggregates: ['count()', 'sum(count)'], groupBy: ['title'] });
    expect(grouped.body).toEqual({
      total: 3,
      groups: [
        { group: { title: null }, count: 1, 'sum(count)': 4 },
        { group: { title: 'blue' }, count: 1, 'sum(count)': 3 },
        { group: { title: 'Red' }, count: 2, 'sum(count)': 3 },
      ],
    });
    const guest = await ask({ aggregates: ['count()', 'sum(count)'] }, 'guest');
    expect(guest.body.groups).toEqual([{ count: 2, 'sum(count)': 4 }]);
    const filtered = await ask({ aggregates: ['sum(count)'], queries: ['greaterThan("count", [2])'] });
    expect(filtered.body.groups).toEqual([{ 'sum(count)': 7 }]);
    const none = await ask({
      aggregates: ['sum(count)', 'average(count)', 'max(count)'],
      queries: ['equal("title", ["?"])'],
    });
    expect(none.body.groups).toEqual([{ 'sum(count)': null, 'average(count)': null, 'max(count)': null }]);
    for (const texts of [
      {},
      { aggregates: ['median(count)'] },
      { aggregates: ['sum(title)'] },
      { aggregates: ['sum()'] },
      { aggregates: ['sum(nothing)'] },
      { aggregates: ['count(tags)'] },
      { aggregates: ['min(title)'] },
      { aggregates: ['count()'], groupBy: ['nothing'] },
      { aggregates: ['count()'], groupBy: ['title', 'count', 'done', 'at'] },
      { aggregates: ['count()'], queries: ['orderAsc("title")'] },
    ])
      expect([texts, (await ask(texts)).body.type]).toEqual([texts, 'general_argument_invalid']);
  });

  it('adds up whole numbers beyond 64 bits to the digit', async () => {
    const world = await open();
    const { store, projects, collections } = world.connections;
    const project = await projects.open(world.project.$id);
    const opened = project && (await collections.read(project, 'db', 'things'));
    if (!opened) throw new Error('The collection is not open.');
    const count = 2n ** 63n - 1n;
    await store.write(async (transaction) => {
      for (const $id of ['a', 'b', 'c'])
        await transaction.in(world.project.$internalId).create(opened.collection, { $id, count });
    });
    const [group] = await store.in(world.project.$internalId).aggregate(opened.collection, [], {
      access: { bypass: true },
      aggregates: [{ name: 'sum', attribute: 'count' }],
      groupBy: [],
    });
    expect(group).toEqual({ 'sum(count)': count * 3n });
  });
});
