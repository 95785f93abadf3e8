import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../../scenarios.js';
import {
  createIn,
  deleteIn,
  eventsOf,
  givenText,
  givenThings,
  inThings,
  make,
  readIn,
  refusalsInCollection,
  settle,
} from '../../given.js';
import { deleteAttribute } from './delete.js';
import { attributesOf, givenRelation, KINDS, keysOf, link, relate } from './relationship/given.js';

const params = { ...inThings, key: 'title' };

scenarios(deleteAttribute, [
  {
    name: 'takes an attribute away',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
    },
    params,
    expect: { status: 204 },
    async after(world) {
      expect(eventsOf(world)).toEqual(['databases.db.collections.things.attributes.title.delete']);
      const payload = JSON.parse(world.changes[0]?.payload ?? '');
      expect(payload).toMatchObject({ key: 'title', status: 'deleting', size: 100 });
      expect(world.changes[0]?.audit?.event).toBe('attribute.delete');
      await settle(world);
      expect((await readIn(world, 'attributes/title')).body.type).toBe('attribute_not_found');
    },
  },
  {
    name: 'one that is still to be made never becomes available',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await createIn(world, 'attributes/boolean', { key: 'title', required: false });
    },
    params,
    expect: { status: 204 },
    async after(world) {
      const statuses = async () => (await attributesOf(world, 'things')).map(({ status }) => status);
      expect(['', 'deleting']).toContain((await statuses()).join());
      await settle(world);
      expect(await statuses()).toEqual([]);
    },
  },
  {
    name: 'an attribute that is not there is refused, also by another case of its key',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'Title');
    },
    params,
    expect: { status: 404, type: 'attribute_not_found' },
  },
  ...refusalsInCollection(params),
]);

/** From which side a relation goes; both sides and the links go with it, the documents stay. */
const leaving = (type: string, collectionId: 'things' | 'others', twoWay = true): Scenario => ({
  name: `takes a ${twoWay ? 'two' : 'one'}-way relation of the type ${type} away, from the collection ${collectionId}`,
  as: 'key',
  async given(world) {
    await givenRelation(world, { type, twoWay });
    const several = type === 'oneToMany' || type === 'manyToMany';
    expect((await link(world, 'k', several ? [{ $id: 'kept' }] : { $id: 'kept' })).status).toBe(201);
  },
  params: { databaseId: 'db', collectionId, key: collectionId === 'things' ? 'k' : 'back' },
  expect: { status: 204 },
  async after(world) {
    const key = collectionId === 'things' ? 'k' : 'back';
    expect(eventsOf(world)).toEqual([`databases.db.collections.${collectionId}.attributes.${key}.delete`]);
    expect(world.changes[0]).toMatchObject({
      audit: { event: 'attribute.delete', resource: `database/db/collection/${collectionId}` },
    });
    expect(JSON.parse(world.changes[0]?.payload ?? '')).toMatchObject({ key, status: 'deleting', relationType: type });
    for (const id of ['things', 'others'] as const)
      expect((await attributesOf(world, id)).filter(({ status }) => status !== 'deleting')).toEqual([]);
    await settle(world);
    for (const id of ['things', 'others'] as const) {
      expect(await attributesOf(world, id)).toEqual([]);
      const { body } = await make(world, 'GET', `/databases/db/collections/${id}/documents`);
      const [document = {}] = body.documents as object[];
      expect([body.total, Object.keys(document).filter((each) => !each.startsWith('$'))]).toEqual([1, []]);
    }
    // Both keys are free again, and old links do not come back.
    await relate(world, { type: 'manyToMany' });
    expect(await keysOf(world, 'things')).toEqual(['k available']);
    expect(await keysOf(world, 'others')).toEqual(['back available']);
    const { body } = await make(world, 'GET', '/databases/db/collections/others/documents/kept');
    expect(body.back).toEqual([]);
  },
});

scenarios(deleteAttribute, [
  ...KINDS.flatMap((type) => [leaving(type, 'things'), leaving(type, 'others'), leaving(type, 'things', false)]),
  {
    name: 'takes a relation of a collection to itself away, and does not mind that both sides are deleted',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await relate(world, { relatedCollectionId: 'things' });
      await link(world, 'k', [{}]);
    },
    params: { ...inThings, key: 'back' },
    expect: { status: 204 },
    async after(world) {
      expect((await deleteIn(world, 'attributes/k')).status).toBe(204);
      expect(await keysOf(world, 'things')).toEqual(['k deleting', 'back deleting']);
      await settle(world);
      expect(await attributesOf(world, 'things')).toEqual([]);
      expect((await readIn(world, 'documents')).body.total).toBe(2);
    },
  },
  {
    name: 'one of two relations of many to many goes, the other keeps its links',
    as: 'key',
    async given(world) {
      await givenRelation(world, { type: 'manyToMany' });
      await relate(world, { type: 'manyToMany', key: 'k2', twoWayKey: 'back2' });
      await createIn(world, 'documents', { documentId: 'one', data: { k: [{ $id: 'a' }], k2: [{ $id: 'b' }] } });
    },
    params: { ...inThings, key: 'k' },
    expect: { status: 204 },
    async after(world) {
      expect((await readIn(world, 'documents')).status).toBe(200);
      await settle(world);
      const { body } = await readIn(world, 'documents/one');
      expect([Object.hasOwn(body, 'k'), body.k2]).toEqual([false, [expect.objectContaining({ $id: 'b' })]]);
      expect(await keysOf(world, 'others')).toEqual(['back2 available']);
    },
  },
  {
    name: 'a failed relation goes with both of its rows, which keep their status until then',
    as: 'key',
    async given(world) {
      await givenRelation(world);
      await setStatusOfAll(world, 'failed');
    },
    params: { ...inThings, key: 'k' },
    expect: { status: 204 },
    async after(world) {
      expect(JSON.parse(world.changes[0]?.payload ?? '').status).toBe('failed');
      await settle(world);
      for (const id of ['things', 'others'] as const) expect(await attributesOf(world, id)).toEqual([]);
    },
  },
  {
    name: 'the deletion of a collection takes the relations to and from it along',
    as: 'key',
    async given(world) {
      await givenRelation(world);
      await relate(world, { key: 'oneWay', twoWay: false });
      await givenText(world, 'title');
    },
    params: { ...inThings, key: 'title' },
    expect: { status: 204 },
    async after(world) {
      await make(world, 'DELETE', '/databases/db/collections/others');
      const refused = await link(world, 'oneWay', []);
      expect(refused.body.type).toBe('document_invalid_structure');
      await settle(world);
      expect(await attributesOf(world, 'things')).toEqual([]);
      await make(world, 'POST', '/databases/db/collections', { collectionId: 'others', name: 'New' });
      await relate(world);
      expect(await keysOf(world, 'others')).toEqual(['back available']);
    },
  },
]);

async function setStatusOfAll({ connections, project }: World, status: string): Promise<void> {
  const { store } = connections;
  const rows = await store.in(project.$internalId).findAll('attributes', {});
  await store.write(async (transaction) => {
    for (const { $id } of rows) await transaction.in(project.$internalId).update('attributes', $id, { status });
  });
}
