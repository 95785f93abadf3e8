import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../../../scenarios.js';
import { changeIn, eventsOf, givenThings, inThings, make, readIn, refusalsInCollection } from '../../../given.js';
import { givenAttribute, leaveTo } from '../scenarios.js';
import { attributesOf, givenRelation, link, others, relate } from './given.js';
import { updateRelationshipAttribute } from './update.js';

const params = { ...inThings, key: 'k', onDelete: 'cascade' };
const view = { key: 'k', type: 'relationship', status: 'available', relatedCollection: 'others', twoWayKey: 'back' };

const refused = (name: string, given: (world: World) => Promise<unknown>, type: string, status = 400): Scenario => ({
  name,
  as: 'key',
  given,
  params,
  expect: { status, type },
});

scenarios(updateRelationshipAttribute, [
  ...(['restrict', 'cascade', 'setNull'] as const).map(
    (onDelete): Scenario => ({
      name: `sets ${onDelete} on both sides`,
      as: 'key',
      given: (world) => givenRelation(world, { onDelete: onDelete === 'restrict' ? 'cascade' : 'restrict' }),
      params: { ...params, onDelete },
      expect: { status: 200, body: { ...view, onDelete, side: 'parent', relationType: 'oneToMany', twoWay: true } },
      async after(world, { body }) {
        expect(eventsOf(world)).toEqual(['databases.db.collections.things.attributes.k.update']);
        expect(world.changes[0]).toMatchObject({
          audit: { event: 'attribute.update', resource: 'database/db/collection/things' },
          realtime: { project: 0, channels: ['console'], roles: [`team:${world.teamId}`] },
        });
        expect((await readIn(world, 'attributes/k')).body).toEqual(body);
        expect(await attributesOf(world, 'others')).toMatchObject([{ key: 'back', onDelete, side: 'child' }]);
      },
    }),
  ),
  {
    name: 'sets it from the other side too, at once for documents of both',
    as: 'admin',
    async given(world) {
      await givenRelation(world);
      await link(world, 'k', [{ $id: 'kept' }]);
    },
    params: { ...params, collectionId: 'others', key: 'back' },
    expect: { status: 200, body: { key: 'back', onDelete: 'cascade', side: 'child', relatedCollection: 'things' } },
    async after(world) {
      expect((await readIn(world, 'attributes/k')).body.onDelete).toBe('cascade');
      const { body } = await readIn(world, 'documents');
      const [{ $id } = { $id: '' }] = body.documents as { $id: string }[];
      await make(world, 'DELETE', `/databases/db/collections/things/documents/${$id}`);
      const gone = await world.call({ method: 'GET', path: `/v1${others}/documents/kept`, as: 'key' });
      expect(gone.body.type).toBe('document_not_found');
    },
  },
  {
    name: 'sets it on the one side of a one-way relation',
    as: 'key',
    given: (world) => givenRelation(world, { twoWay: false }),
    params,
    expect: { status: 200, body: { onDelete: 'cascade', twoWay: false } },
  },
  {
    name: 'sets it on both sides of a relation of a collection to itself',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await relate(world, { relatedCollectionId: 'things' });
    },
    params,
    expect: { status: 200, body: { onDelete: 'cascade' } },
    async after(world) {
      expect((await attributesOf(world, 'things')).map(({ onDelete }) => onDelete)).toEqual(['cascade', 'cascade']);
    },
  },
  ...[undefined, null].map(
    (onDelete): Scenario => ({
      name: `${onDelete === null ? 'null' : 'nothing'} changes nothing`,
      as: 'key',
      given: (world) => givenRelation(world, { onDelete: 'setNull' }),
      params: { ...params, onDelete },
      expect: { status: 200, body: { ...view, onDelete: 'setNull' } },
      async after(world) {
        expect(await attributesOf(world, 'others')).toMatchObject([{ onDelete: 'setNull' }]);
      },
    }),
  ),
  {
    name: 'leaves another relation between the same collections alone',
    as: 'key',
    async given(world) {
      await givenRelation(world);
      await relate(world, { key: 'k2', twoWayKey: 'back2' });
    },
    params,
    expect: { status: 200 },
    async after(world) {
      for (const id of ['things', 'others'] as const)
        expect((await attributesOf(world, id)).map(({ onDelete }) => onDelete)).toEqual(['cascade', 'restrict']);
    },
  },
  ...['', 'CASCADE', 'setnull', 'nothing', 'toString', true].map(
    (onDelete): Scenario => ({
      name: `${JSON.stringify(onDelete)} is refused, even before the database is looked up`,
      as: 'key',
      params: { ...params, databaseId: 'nowhere', onDelete },
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  refused('an attribute that is not there is refused', givenThings, 'attribute_not_found', 404),
  refused(
    'another case of the key is not there',
    (world) => givenRelation(world, { key: 'K' }),
    'attribute_not_found',
    404,
  ),
  ...(
    [
      ['string', { size: 10 }],
      ['integer', {}],
      ['boolean', {}],
    ] as const
  ).map(([tail, least]) =>
    refused(
      `an attribute of the type ${tail} is refused`,
      (world) => givenAttribute(world, { tail, least, view: {}, fitting: null }),
      'attribute_type_invalid',
    ),
  ),
  refused(
    'a relation that is on its way out is refused',
    async (world) => {
      await givenRelation(world);
      await leaveTo(world);
    },
    'attribute_not_available',
  ),
  refused(
    'that it is on its way out is told before its type',
    async (world) => {
      await givenAttribute(world, { tail: 'boolean', least: {}, view: {}, fitting: null });
      await leaveTo(world);
    },
    'attribute_not_available',
  ),
  {
    name: 'the routes of other types refuse a relation',
    as: 'key',
    given: givenRelation,
    params,
    expect: { status: 200 },
    async after(world) {
      const change = { required: false, default: null, min: 1, max: 2, elements: ['a'] };
      for (const type of ['string', 'email', 'enum', 'ip', 'url', 'integer', 'float', 'boolean', 'datetime']) {
        const { body } = await changeIn(world, `attributes/${type}/k`, change);
        expect([type, body.type]).toEqual([type, 'attribute_type_invalid']);
      }
    },
  },
  ...refusalsInCollection(params),
]);
