import { expect, it, jest } from '@jest/globals';
import { makeWorld, onBothProfiles, type World } from '../../../scenarios.js';
import {
  changeIn,
  createIn,
  deleteIn,
  givenDocuments,
  givenIndex,
  givenText,
  givenThings,
  make,
  readIn,
  settle,
} from '../given.js';

// Altering a table of a server takes its time, more so when many tests do it at once.
jest.setTimeout(60_000);

const statusOf = async (world: World, tail: string) => (await readIn(world, tail)).body.status;
const rows = async (world: World, kind: 'attributes' | 'indexes') =>
  (await readIn(world, kind)).body[kind] as Record<string, unknown>[];

onBothProfiles('the life of a schema', (stage) => {
  async function open(): Promise<World> {
    const world = await makeWorld(stage());
    await givenThings(world);
    return world;
  }

  it('lets documents use an attribute once it is available, and no longer when it goes', async () => {
    const world = await open();
    const made = await createIn(world, 'attributes/string', { key: 'title', size: 5, required: false });
    expect(made).toMatchObject({ status: 202, body: { key: 'title', status: 'processing', size: 5 } });
    await settle(world);
    expect(await statusOf(world, 'attributes/title')).toBe('available');
    await givenDocuments(world, { title: 'red' });
    expect((await deleteIn(world, 'attributes/title')).status).toBe(204);
    const refused = await createIn(world, 'documents', { documentId: 'b', data: { title: 'blue' } });
    expect(refused.body.type).toBe('document_invalid_structure');
    await settle(world);
    expect(await rows(world, 'attributes')).toEqual([]);
    const { body } = await readIn(world, 'documents/d0');
    expect(Object.keys(body).filter((key) => !key.startsWith('$'))).toEqual([]);
  });

  it('makes attributes of every type with the smallest possible body', async () => {
    const world = await open();
    const smallest: [string, object][] = [
      ['string', { size: 1 }],
      ['email', {}],
      ['enum', { elements: ['a'] }],
      ['ip', {}],
      ['url', {}],
      ['integer', {}],
      ['float', {}],
      ['boolean', {}],
      ['datetime', {}],
    ];
    for (const [type, rest] of smallest) {
      const { status } = await createIn(world, `attributes/${type}`, { key: `of-${type}`, required: false, ...rest });
      expect([type, status]).toEqual([type, 202]);
    }
    await settle(world);
    expect((await rows(world, 'attributes')).map(({ status }) => status)).toEqual(smallest.map(() => 'available'));
    const { body } = await readIn(world, '');
    expect(body).toMatchObject({ $id: 'things', attributes: smallest.map(([type]) => ({ key: `of-${type}` })) });
  });

  it('takes one of ten attributes whose keys differ in case at most', async () => {
    const world = await open();
    const keys = Array.from({ length: 10 }, (_, at) => (at % 2 ? 'SAME' : 'same'));
    const answers = await Promise.all(
      keys.map((key) => createIn(world, 'attributes/integer', { key, required: false })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(9).fill(409)]);
    const refused = answers.filter(({ status }) => status === 409).map(({ body }) => body.type);
    expect(new Set(refused)).toEqual(new Set(['attribute_already_exists']));
    expect(await rows(world, 'attributes')).toHaveLength(1);
  });

  it('takes one of thirty databases and of thirty collections with one ID', async () => {
    const world = await open();
    const create = (path: string, body: object) => world.call({ method: 'POST', path, as: 'key', body });
    const wave = async (path: string, body: object) => {
      const answers = await Promise.all(Array.from({ length: 30 }, () => create(path, { ...body, name: 'One' })));
      return answers.map(({ body: { type }, status }) => type ?? status).sort();
    };
    expect(await wave('/v1/databases', { databaseId: 'one' })).toEqual([
      201,
      ...Array(29).fill('database_already_exists'),
    ]);
    expect(await wave('/v1/databases/one/collections', { collectionId: 'c' })).toEqual([
      201,
      ...Array(29).fill('collection_already_exists'),
    ]);
  });

  it('makes thirty attributes at once, and each can be used', async () => {
    const world = await open();
    const keys = Array.from({ length: 30 }, (_, at) => `k${at}`);
    const made = await Promise.all(
      keys.map((key) => createIn(world, 'attributes/string', { key, size: 8, required: false })),
    );
    expect(made.map(({ status }) => status)).toEqual(keys.map(() => 202));
    await settle(world);
    await givenDocuments(world, Object.fromEntries(keys.map((key) => [key, key])));
    expect((await readIn(world, 'documents/d0')).body).toMatchObject(Object.fromEntries(keys.map((key) => [key, key])));
  });

  it('settles when twenty attributes are made and deleted without waiting, and the keys are free again', async () => {
    const world = await open();
    const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
    for (const key of keys) {
      await createIn(world, 'attributes/boolean', { key, required: false });
      expect((await deleteIn(world, `attributes/${key}`)).status).toBe(204);
    }
    await settle(world);
    expect(await rows(world, 'attributes')).toEqual([]);
    await givenText(world, 'k0');
    expect(await statusOf(world, 'attributes/k0')).toBe('available');
  });

  it('fits fifteen texts of 1024 characters into a row, and no sixteenth', async () => {
    const world = await open();
    for (let at = 0; at < 15; at++) await givenText(world, `t${at}`, { size: 1024 });
    const { body } = await createIn(world, 'attributes/string', { key: 't15', size: 1024, required: false });
    expect(body.type).toBe('attribute_limit_exceeded');
    const value = '😀'.repeat(1024);
    await givenDocuments(world, Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`t${at}`, value])));
    expect((await readIn(world, 'documents/d0')).body.t14).toBe(value);
  });

  it('fails a unique index over documents that have the same value, and goes on', async () => {
    const world = await open();
    await givenText(world, 'title');
    await givenDocuments(world, { title: 'Red' }, { title: 'rèd ' });
    await givenIndex(world, 'only', 'unique', ['title']);
    expect(await statusOf(world, 'indexes/only')).toBe('failed');
    expect((await deleteIn(world, 'indexes/only')).status).toBe(204);
    await settle(world);
    await make(world, 'DELETE', '/databases/db/collections/things/documents/d1');
    await givenIndex(world, 'only', 'unique', ['title']);
    expect(await statusOf(world, 'indexes/only')).toBe('available');
    const refused = await createIn(world, 'documents', { documentId: 'x', data: { title: 'RED' } });
    expect(refused.body.type).toBe('document_already_exists');
    expect((await createIn(world, 'documents', { documentId: 'y', data: { title: null } })).status).toBe(201);
    expect((await createIn(world, 'documents', { documentId: 'z', data: { title: null } })).status).toBe(201);
  });

  it('tells long texts apart by all of their characters in a unique index', async () => {
    const world = await open();
    await givenText(world, 'long', { size: 5000 });
    await givenText(world, 'longer', { size: 20000 });
    await givenIndex(world, 'only', 'unique', ['long', 'longer']);
    await givenIndex(world, 'alone', 'unique', ['longer']);
    expect((await rows(world, 'indexes')).map(({ status }) => status)).toEqual(['available', 'available']);
    const stem = 'x'.repeat(4000);
    const send = (documentId: string, end: string) =>
      createIn(world, 'documents', { documentId, data: { long: stem + end, longer: stem + stem + end } });
    expect((await send('a', 'Ab')).status).toBe(201);
    expect((await send('b', 'Ac')).status).toBe(201);
    expect((await send('c', 'áB')).body.type).toBe('document_already_exists');
    for (const key of ['only', 'alone']) expect((await deleteIn(world, `indexes/${key}`)).status).toBe(204);
    await settle(world);
    expect((await send('d', 'Ab')).status).toBe(201);
    expect((await deleteIn(world, 'attributes/longer')).status).toBe(204);
    await settle(world);
    expect((await rows(world, 'attributes')).map(({ key }) => key)).toEqual(['long']);
  });

  it('finds the words of documents that were there before a full-text index', async () => {
    const world = await open();
    await givenText(world, 'title');
    await givenDocuments(world, { title: 'Zwölf Bücher' }, { title: 'Ein Baum' });
    await givenIndex(world, 'words', 'fulltext', ['title']);
    expect(await statusOf(world, 'indexes/words')).toBe('available');
    const query = encodeURIComponent('search("title", ["bucher"])');
    const found = await readIn(world, `documents?queries[]=${query}`);
    expect(found.body).toMatchObject({ total: 1, documents: [{ $id: 'd0' }] });
    await deleteIn(world, 'indexes/words');
    await settle(world);
    expect((await readIn(world, `documents?queries[]=${query}`)).status).toBe(400);
  });

  it('shortens the indexes of an attribute that goes', async () => {
    const world = await open();
    for (const key of ['a', 'b', 'c']) await givenText(world, key);
    await givenDocuments(world, { a: '1', b: 'same', c: 'x' }, { a: '2', b: 'same', c: 'y' });
    await createIn(world, 'indexes', { key: 'ab', type: 'key', attributes: ['a', 'b'], orders: ['desc', 'asc'] });
    await givenIndex(world, 'alone', 'key', ['a']);
    await givenIndex(world, 'bAlready', 'key', ['b']);
    await givenIndex(world, 'abUnique', 'unique', ['a', 'b']);
    await givenIndex(world, 'acUnique', 'unique', ['c', 'a']);
    await givenIndex(world, 'words', 'fulltext', ['a']);
    expect((await deleteIn(world, 'attributes/a')).status).toBe(204);
    await settle(world);
    expect((await rows(world, 'attributes')).map(({ key }) => key)).toEqual(['b', 'c']);
    expect(
      (await rows(world, 'indexes')).map(({ key, attributes, orders, status }) => ({
        key,
        attributes,
        orders,
        status,
      })),
    ).toEqual([
      { key: 'bAlready', attributes: ['b'], orders: [], status: 'available' },
      { key: 'abUnique', attributes: ['b'], orders: [], status: 'failed' },
      { key: 'acUnique', attributes: ['c'], orders: [], status: 'available' },
    ]);
    const refused = await createIn(world, 'documents', { documentId: 'x', data: { c: 'X' } });
    expect(refused.body.type).toBe('document_already_exists');
    await createIn(world, 'attributes/integer', { key: 'a', required: false });
    await settle(world);
    await givenIndex(world, 'alone', 'key', ['a']);
    expect(await statusOf(world, 'attributes/a')).toBe('available');
    expect(await statusOf(world, 'indexes/alone')).toBe('available');
  });

  it.each([
    ['text twice', 'key', ['a', 'a']],
    ['a number to be searched', 'fulltext', ['n']],
    ['a list to be searched', 'fulltext', ['tags']],
    ['a list of numbers', 'key', ['numbers']],
  ])('fails an index over %s', async (_, type, attributes) => {
    const world = await open();
    await givenText(world, 'a');
    await givenText(world, 'tags', { array: true });
    await createIn(world, 'attributes/integer', { key: 'n', required: false });
    await createIn(world, 'attributes/integer', { key: 'numbers', required: false, array: true });
    await settle(world);
    await givenIndex(world, 'i', type, attributes);
    expect(await statusOf(world, 'indexes/i')).toBe('failed');
  });

  it('builds key and unique indexes over lists of texts, wide texts and the fields of every document', async () => {
    const world = await open();
    await givenText(world, 'tags', { array: true });
    await givenText(world, 'wide', { size: 3000 });
    await givenText(world, 'widest', { size: 70000 });
    await givenIndex(world, 'byTags', 'key', ['tags', 'wide', 'widest']);
    await givenIndex(world, 'byTime', 'unique', ['$createdAt', '$id', '$updatedAt']);
    await givenIndex(world, 'byList', 'unique', ['tags']);
    expect((await rows(world, 'indexes')).map(({ status }) => status)).toEqual(['available', 'available', 'available']);
    await givenDocuments(world, { tags: ['a'], wide: 'w', widest: 'x'.repeat(70000) });
  });

  it.each(['constructor', 'toString', '1', 'a.b', 'A-b', 'select', 'order'])(
    'builds an index over an attribute with the key %s, by which documents are found',
    async (key) => {
      const world = await open();
      await givenText(world, key);
      await givenIndex(world, 'i', 'unique', [key]);
      expect(await statusOf(world, 'indexes/i')).toBe('available');
      await givenDocuments(world, { [key]: 'x' });
      const queries = [`equal("${key}", ["x"])`, `orderDesc("${key}")`, `select(["${key}"])`];
      const tail = queries.map((query) => `queries[]=${encodeURIComponent(query)}`).join('&');
      const { body } = await readIn(world, `documents?${tail}`);
      expect(body).toMatchObject({ total: 1, documents: [{ [key]: 'x' }] });
    },
  );

  it('lets an enum take elements that are longer than before', async () => {
    const world = await open();
    await createIn(world, 'attributes/enum', { key: 'e', elements: ['ab'], required: false });
    await settle(world);
    const change = { elements: ['ab', 'x'.repeat(300)], required: false, default: null };
    expect((await changeIn(world, 'attributes/enum/e', change)).status).toBe(200);
    await givenDocuments(world, { e: 'x'.repeat(300) });
    expect((await readIn(world, 'documents/d0')).body.e).toBe('x'.repeat(300));
  });

  it('gives a new collection of an old ID none of what the old one had', async () => {
    const world = await open();
    await givenText(world, 'title');
    await givenDocuments(world, { title: 'red' });
    await make(world, 'DELETE', '/databases/db/collections/things');
    expect((await readIn(world, 'documents/d0')).body.type).toBe('collection_not_found');
    await make(world, 'POST', '/databases/db/collections', { collectionId: 'things', name: 'New' });
    await settle(world);
    expect((await readIn(world, '')).body).toMatchObject({ name: 'New', attributes: [], indexes: [] });
    expect((await readIn(world, 'documents')).body).toMatchObject({ total: 0 });
    await givenText(world, 'title');
  });
});
