import { expect, it } from '@jest/globals';
import { makeWorld, onBothProfiles, type Scenario, scenarios, type World } from '../../../../../scenarios.js';
import {
  createIn,
  eventsOf,
  givenText,
  givenThings,
  inThings,
  make,
  readIn,
  refusalsInCollection,
  settle,
} from '../../../given.js';
import { createRelationshipAttribute } from './create.js';
import { attributesOf, givenOtherText, givenPair, KINDS, keysOf, link, others, relate } from './given.js';

const params = { ...inThings, relatedCollectionId: 'others', type: 'oneToMany', key: 'k', twoWayKey: 'back' };
const stem = 'databases.db.collections.things.attributes';
const common = { type: 'relationship', required: false, array: false };

const making = (type: string, twoWay: boolean): Scenario => {
  const own = {
    ...common,
    key: 'k',
    relatedCollection: 'others',
    relationType: type,
    twoWay,
    twoWayKey: 'back',
    onDelete: 'cascade',
    side: 'parent',
  };
  const back = { ...own, key: 'back', relatedCollection: 'things', twoWayKey: 'k', side: 'child' };
  return {
    name: `makes ${twoWay ? 'a two-way' : 'a one-way'} relation of the type ${type}, which can be used then`,
    as: twoWay ? 'key' : 'admin',
    given: givenPair,
    params: { ...params, type, twoWay, onDelete: 'cascade' },
    expect: { status: 202, body: { ...own, status: 'processing' } },
    async after(world, { body }) {
      expect(Object.keys(body).sort()).toEqual([...Object.keys(own), 'status'].sort());
      expect(eventsOf(world)).toEqual([`${stem}.k.create`]);
      expect(world.changes[0]).toMatchObject({
        audit: { event: 'attribute.create', resource: 'database/db/collection/things' },
        realtime: { project: 0, channels: ['console'], roles: [`team:${world.teamId}`] },
      });
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toEqual(body);
      await settle(world);
      expect(await attributesOf(world, 'things')).toEqual([{ ...own, status: 'available' }]);
      expect(await attributesOf(world, 'others')).toEqual(twoWay ? [{ ...back, status: 'available' }] : []);
      expect((await readIn(world, 'attributes/k')).body).toEqual({ ...own, status: 'available' });
      const several = type === 'oneToMany' || type === 'manyToMany';
      const { status, body: document } = await link(world, 'k', several ? [{}] : {});
      expect(status).toBe(201);
      expect(Array.isArray(document.k)).toBe(several);
    },
  };
};

const refused = (name: string, more: object, type: string, status = 400, given = givenPair): Scenario => ({
  name,
  as: 'key',
  given,
  params: { ...params, ...more },
  expect: { status, type },
  after: expectNothing,
});

/** Nothing is left behind of a relation that was refused. */
async function expectNothing(world: World): Promise<void> {
  for (const collectionId of ['things', 'others'] as const) {
    const { status } = await world.call({
      method: 'GET',
      path: `/v1/databases/db/collections/${collectionId}`,
      as: 'key',
    });
    if (status !== 200) continue;
    const kinds = (await attributesOf(world, collectionId)).map(({ type }) => type);
    expect(kinds).not.toContain('relationship');
  }
}

const INVALID = 'general_argument_invalid';
const nameOf = (wrong: object) =>
  JSON.stringify(wrong, (_, value: unknown) => (value === undefined ? 'nothing' : value));

scenarios(createRelationshipAttribute, [
  ...KINDS.flatMap((type) => [making(type, true), making(type, false)]),
  {
    name: 'names itself by the collections where no keys are given, shows on one side and restricts',
    as: 'key',
    given: givenPair,
    params: { ...inThings, relatedCollectionId: 'others', type: 'manyToOne' },
    expect: { status: 202, body: { key: 'others', twoWayKey: 'things', twoWay: false, onDelete: 'restrict' } },
  },
  {
    name: 'takes null for what is not given, and the related ID in any spelling',
    as: 'key',
    given: givenPair,
    params: {
      ...inThings,
      relatedCollectionId: 'OTHERS',
      type: 'oneToOne',
      twoWay: null,
      key: null,
      twoWayKey: null,
      onDelete: null,
    },
    expect: {
      status: 202,
      body: { key: 'others', relatedCollection: 'others', twoWayKey: 'things', twoWay: false, onDelete: 'restrict' },
    },
  },
  {
    name: 'relates a collection to itself',
    as: 'key',
    given: givenThings,
    params: { ...params, relatedCollectionId: 'things', twoWay: true },
    expect: { status: 202, body: { key: 'k', relatedCollection: 'things', side: 'parent' } },
    async after(world) {
      await settle(world);
      expect(await attributesOf(world, 'things')).toMatchObject([
        { key: 'k', twoWayKey: 'back', side: 'parent', status: 'available' },
        { key: 'back', twoWayKey: 'k', side: 'child', status: 'available' },
      ]);
      const { status, body } = await link(world, 'k', [{ back: null }]);
      expect([status, body.back]).toEqual([201, null]);
      expect(body.k).toHaveLength(1);
    },
  },
  {
    name: 'a relation of a collection to itself may have one key where it shows once',
    as: 'key',
    given: givenThings,
    params: { ...params, relatedCollectionId: 'things', twoWayKey: 'k' },
    expect: { status: 202, body: { key: 'k', twoWayKey: 'k' } },
    async after(world) {
      await settle(world);
      expect(await keysOf(world, 'things')).toEqual(['k available']);
    },
  },
  ...['k', 'K'].map((twoWayKey) =>
    refused(
      `a two-way relation of a collection to itself needs two keys; ${twoWayKey} is the first one again`,
      { relatedCollectionId: 'things', twoWay: true, twoWayKey },
      'attribute_already_exists',
      409,
      givenThings,
    ),
  ),
  {
    name: 'one-way relations to one collection have no hidden key that could collide',
    as: 'key',
    async given(world) {
      await givenPair(world);
      await givenOtherText(world, 'back');
      await relate(world, { key: 'first', twoWay: false });
    },
    params: { ...params, key: 'second' },
    expect: { status: 202, body: { key: 'second', twoWayKey: 'back' } },
    async after(world) {
      await settle(world);
      expect(await keysOf(world, 'things')).toEqual(['first available', 'second available']);
      expect(await keysOf(world, 'others')).toEqual(['back available']);
      const data = { back: 'own', things: [] };
      const wrong = await world.call({
        method: 'POST',
        path: `/v1${others}/documents`,
        as: 'key',
        body: { documentId: 'one', data },
      });
      expect(wrong.body.type).toBe('document_invalid_structure');
      const { body } = await createIn(world, 'documents', {
        documentId: 'one',
        data: { first: [{ $id: 'a' }], second: [{ $id: 'b', back: 'own' }] },
      });
      expect(body).toMatchObject({ first: [{ $id: 'a', back: null }], second: [{ $id: 'b', back: 'own' }] });
    },
  },
  {
    name: 'two relations of many to many between the same collections are independent',
    as: 'key',
    async given(world) {
      await givenPair(world);
      await relate(world, { type: 'manyToMany', key: 'first', twoWayKey: 'firstBack' });
    },
    params: { ...params, type: 'manyToMany', twoWay: true, key: 'second', twoWayKey: 'secondBack' },
    expect: { status: 202 },
    async after(world) {
      await settle(world);
      expect(await keysOf(world, 'others')).toEqual(['firstBack available', 'secondBack available']);
      const { body } = await createIn(world, 'documents', {
        documentId: 'one',
        data: { first: [{ $id: 'a' }], second: [{ $id: 'b' }] },
      });
      expect(body).toMatchObject({ first: [{ $id: 'a' }], second: [{ $id: 'b' }] });
    },
  },

  // The order of checks: each of these is wrong in every later way too.
  refused('the words are looked at before the database', { databaseId: 'nowhere', type: 'oneToFew' }, INVALID),
  refused(
    'the database is looked up before the collection',
    { databaseId: 'nowhere', collectionId: 'nowhere' },
    'database_not_found',
    404,
  ),
  refused(
    'a related collection that is not there is refused, before the limits',
    { relatedCollectionId: 'nowhere' },
    'collection_not_found',
    404,
    async (world) => {
      await givenPair(world);
      await givenText(world, 'k', { size: 16008 });
    },
  ),
  refused(
    'a related collection of another database is not there',
    { relatedCollectionId: 'foreign' },
    'collection_not_found',
    404,
    async (world) => {
      await givenPair(world);
      await make(world, 'POST', '/databases', { databaseId: 'db2', name: 'DB2' });
      await make(world, 'POST', '/databases/db2/collections', { collectionId: 'foreign', name: 'Foreign' });
    },
  ),
  refused(
    'a collection without room is refused, before the keys',
    {},
    'attribute_limit_exceeded',
    400,
    async (world) => {
      await givenPair(world);
      await givenText(world, 'k', { size: 16008 });
    },
  ),
  refused(
    'a related collection without room is refused where the relation shows there',
    { twoWay: true },
    'attribute_limit_exceeded',
    400,
    async (world) => {
      await givenPair(world);
      await givenOtherText(world, 'back', 16008);
    },
  ),
  {
    name: 'a related collection without room does no harm where the relation does not show there',
    as: 'key',
    async given(world) {
      await givenPair(world);
      await givenOtherText(world, 'back', 16008);
    },
    params,
    expect: { status: 202 },
  },
  ...['k', 'K'].map((key) =>
    refused(
      `a key in use is refused (${key})`,
      { twoWay: true, key },
      'attribute_already_exists',
      409,
      async (world) => {
        await givenPair(world);
        await givenText(world, 'k');
      },
    ),
  ),
  ...['back', 'Back'].map((twoWayKey) =>
    refused(
      `a key in use on the other side is refused, and nothing is left behind (${twoWayKey})`,
      { twoWay: true, twoWayKey },
      'attribute_already_exists',
      409,
      async (world) => {
        await givenPair(world);
        await givenOtherText(world, 'back');
      },
    ),
  ),
  {
    name: 'a key that a relationship attribute holds is taken for every other type',
    as: 'key',
    async given(world) {
      await givenPair(world);
      await relate(world);
    },
    params: { ...params, relatedCollectionId: 'things' },
    expect: { status: 409, type: 'attribute_already_exists' },
    async after(world) {
      const body = { key: 'BACK', required: false };
      const path = `/v1${others}/attributes/boolean`;
      const answer = await world.call({ method: 'POST', path, as: 'key', body });
      expect(answer.body.type).toBe('attribute_already_exists');
    },
  },

  ...[
    { type: 'onetoone' },
    { type: 'OneToOne' },
    { type: '' },
    { type: null },
    { type: undefined },
    { type: 'toString' },
    { onDelete: 'CASCADE' },
    { onDelete: 'setnull' },
    { onDelete: '' },
    { twoWay: 'true' },
    { twoWay: 1 },
    { relatedCollectionId: undefined },
    { relatedCollectionId: '_others' },
    { relatedCollectionId: 'x'.repeat(37) },
    ...['', '$k', '_k', 'a b', 'ä', 'x'.repeat(37)].flatMap((key) => [{ key }, { twoWayKey: key }]),
  ].map((wrong) => refused(`${nameOf(wrong).slice(0, 40)} is refused`, wrong, INVALID)),
  ...refusalsInCollection(params),
  {
    name: 'the related collection of another project is not there',
    as: 'key',
    async given(world) {
      const { connections, api } = world;
      await givenPair(await makeWorld({ connections, api, recorded: [], frames: [], stop: async () => undefined }));
      await givenThings(world);
    },
    params,
    expect: { status: 404, type: 'collection_not_found' },
  },
]);

onBothProfiles('relationship attributes', (stage) => {
  const open = async (given: (world: World) => Promise<unknown>): Promise<World> => {
    const world = await makeWorld(stage());
    await given(world);
    return world;
  };

  it('one of ten made at once under one key wins', async () => {
    const world = await open(givenPair);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        createIn(world, 'attributes/relationship', {
          relatedCollectionId: 'others',
          type: KINDS[at % KINDS.length],
          twoWay: true,
          key: at % 2 ? 'SAME' : 'same',
          twoWayKey: `back${at}`,
        }),
      ),
    );
    expect(answers.map(({ body, status }) => (body.type === 'attribute_already_exists' ? 409 : status)).sort()).toEqual(
      [202, ...Array(9).fill(409)],
    );
    await settle(world);
    expect(await attributesOf(world, 'things')).toMatchObject([{ status: 'available' }]);
    expect(await attributesOf(world, 'others')).toMatchObject([{ status: 'available' }]);
  });

  it('relations made from both sides at once neither wait for each other for ever nor share a key', async () => {
    const world = await open(givenPair);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => {
        const [own, other] = at % 2 ? ['things', 'others'] : ['others', 'things'];
        const body = { relatedCollectionId: other, type: 'oneToOne', twoWay: true, key: `k${at}`, twoWayKey: 'shared' };
        const path = `/v1/databases/db/collections/${own}/attributes/relationship`;
        return world.call({ method: 'POST', path, as: 'key', body });
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, ...Array(6).fill(409)]);
    await settle(world);
    for (const collectionId of ['things', 'others'] as const)
      expect((await attributesOf(world, collectionId)).map(({ status }) => status)).toEqual(['available', 'available']);
  });

  it('documents do not know it before it is available', async () => {
    const world = await open(givenPair);
    await make(world, 'POST', '/databases/db/collections/things/attributes/relationship', {
      relatedCollectionId: 'others',
      type: 'oneToOne',
      key: 'k',
    });
    const isAtOnce = world.connections.store.engine.dialect.transactionalSchema;
    expect((await readIn(world, 'attributes/k')).body.status).toBe(isAtOnce ? 'available' : 'processing');
    expect((await link(world, 'k', {})).status).toBe(isAtOnce ? 201 : 400);
    await settle(world);
    expect((await link(world, 'k', {})).status).toBe(201);
  });

  it('cannot be indexed', async () => {
    const world = await open(givenPair);
    await givenText(world, 'title');
    await relate(world);
    for (const attributes of [['k'], ['title', 'k']]) {
      const { status, body } = await createIn(world, 'indexes', { key: 'i', type: 'key', attributes });
      expect([status, body.type]).toEqual([400, 'attribute_type_invalid']);
    }
    expect((await readIn(world, 'indexes')).body.total).toBe(0);
  });

  it('is made with a collection that is disabled', async () => {
    const world = await open(givenPair);
    await make(world, 'PUT', others, { name: 'Others', enabled: false });
    await relate(world);
    expect(await keysOf(world, 'things')).toEqual(['k available']);
  });
});
