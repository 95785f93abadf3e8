import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import {
  createIn,
  deleteIn,
  eventsOf,
  givenIndex,
  givenText,
  givenThings,
  inThings,
  readIn,
  settle,
} from '../../given.js';
import { createIndex } from './create.js';

const params = { ...inThings, key: 'i', type: 'key', attributes: ['title'] };

async function given(world: World): Promise<void> {
  await givenThings(world);
  await givenText(world, 'title');
}

scenarios(createIndex, [
  ...['key', 'unique', 'fulltext', 'KEY'].map((type) => ({
    name: `makes an index of the type ${type}, which becomes available`,
    as: 'key' as const,
    given,
    params: { ...params, type },
    expect: {
      status: 202,
      body: { key: 'i', type: type.toLowerCase(), status: 'processing', attributes: ['title'], orders: [] },
    },
    async after(world: World) {
      expect(eventsOf(world)).toEqual(['databases.db.collections.things.indexes.i.create']);
      expect(world.changes[0]?.audit).toMatchObject({ event: 'index.create' });
      await settle(world);
      expect((await readIn(world, 'indexes/i')).body).toMatchObject({ status: 'available' });
    },
  })),
  {
    name: 'takes orders in any case, and the fields of every document',
    as: 'admin',
    given,
    params: { ...params, attributes: ['title', '$id', '$createdAt', '$updatedAt'], orders: ['desc', 'Asc'] },
    expect: { status: 202, body: { orders: ['DESC', 'ASC'] } },
    async after(world) {
      await settle(world);
      expect((await readIn(world, 'indexes/i')).body).toMatchObject({ status: 'available' });
    },
  },
  {
    name: 'an attribute that is not there is refused',
    as: 'key',
    given,
    params: { ...params, attributes: ['title', 'nothing'] },
    expect: { status: 400, type: 'attribute_unknown' },
  },
  {
    name: 'a relationship is refused',
    as: 'key',
    async given(world) {
      await given(world);
      await setStatus(world, { type: 'relationship' });
    },
    params,
    expect: { status: 400, type: 'attribute_type_invalid' },
  },
  ...['processing', 'deleting', 'failed', 'stuck'].map((status) => ({
    name: `an attribute that is ${status} is refused`,
    as: 'key' as const,
    async given(world: World) {
      await given(world);
      await setStatus(world, { status });
    },
    params,
    expect: { status: 400, type: 'attribute_not_available' },
  })),
  {
    name: 'a key in use is refused, in any case',
    as: 'key',
    async given(world) {
      await given(world);
      await givenIndex(world, 'I', 'key', ['title']);
    },
    params,
    expect: { status: 409, type: 'index_already_exists' },
  },
  {
    name: 'the sixtieth index is refused, before anything else about it',
    as: 'key',
    async given(world) {
      await given(world);
      const { store } = world.connections;
      const number = world.project.$internalId;
      const like = await store.in(number).findOne('attributes', { key: 'title' });
      if (!like) throw new Error('The attribute is gone.');
      const { databaseId, databaseInternalId, collectionId, collectionInternalId } = like;
      const owner = { databaseId, databaseInternalId, collectionId, collectionInternalId };
      const state = { type: 'key', status: 'failed', attributes: ['title'] };
      await store.write(async (transaction) => {
        const writer = transaction.in(number);
        for (let at = 0; at < 59; at++)
          await writer.create('indexes', { $id: `i${at}`, key: `i${at}`, ...owner, ...state });
      });
    },
    params: { ...params, attributes: ['nothing'] },
    expect: { status: 400, type: 'index_limit_exceeded' },
  },
  ...[
    { type: 'spatial' },
    { type: 'array' },
    { attributes: [] },
    { attributes: Array(101).fill('title') },
    { attributes: ['$permissions'] },
    { attributes: 'title' },
    { orders: ['up'] },
    { key: '_i' },
    { key: undefined },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong).slice(0, 40)} is refused`,
    as: 'key' as const,
    given,
    params: { ...params, ...wrong },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  {
    name: 'is left to the worker over many documents, as the deletion of its attribute is',
    as: 'key',
    async given(world) {
      await given(world);
      await givenMany(world);
    },
    params,
    expect: { status: 202, jobs: ['schema'] },
    async after(world) {
      expect((await readIn(world, 'indexes/i')).body).toMatchObject({ status: 'processing' });
      await settle(world);
      expect((await readIn(world, 'indexes/i')).body).toMatchObject({ status: 'available' });
      await createIn(world, 'indexes', { key: 'words', type: 'fulltext', attributes: ['title'] });
      await settle(world);
      const query = encodeURIComponent('search("title", ["title7"])');
      expect((await readIn(world, `documents?queries[]=${query}&queries[]=limit(0)`)).body).toMatchObject({
        total: 111,
      });
      await deleteIn(world, 'attributes/title');
      expect((await readIn(world, 'attributes/title')).body).toMatchObject({ status: 'deleting' });
      await settle(world);
      expect((await readIn(world, 'indexes')).body).toMatchObject({ total: 0 });
    },
  },
]);

async function setStatus({ connections, project }: World, change: { status?: string; type?: string }): Promise<void> {
  const { store, collections } = connections;
  const row = await store.in(project.$internalId).findOne('attributes', { key: 'title' });
  await store.write((transaction) => transaction.in(project.$internalId).update('attributes', row?.$id ?? '', change));
  const opened = await connections.projects.open(project.$id);
  if (opened) collections.forget(opened, 'db', 'things');
}

/** More documents than an index is built over at once. */
async function givenMany({ connections, project }: World): Promise<void> {
  const { store, collections, projects } = connections;
  const opened = await projects.open(project.$id);
  const things = opened && (await collections.read(opened, 'db', 'things'));
  if (!things) throw new Error('The collection is gone.');
  await store.write((transaction) => {
    const writer = transaction.in(project.$internalId);
    for (let at = 0; at < 2100; at++)
      writer.append(things.collection, { $id: `d${at}`, $permissions: [], title: `title${at}` });
  });
}
