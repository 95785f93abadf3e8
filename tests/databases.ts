/** Everything that the official libraries can do with databases, each method with what it must give. */
import { expect } from '@jest/globals';
import * as Node from 'node-appwrite';
import { Console, noted, refused, Web } from './clients.js';
import { eventually } from './stack.js';

type Fields = Record<string, unknown>;
type Shown = Node.Models.Document & Record<string, unknown>;

const settled = async (databases: Node.Databases, databaseId: string, collectionId: string): Promise<void> =>
  eventually(async () => {
    const { attributes, indexes } = await databases.getCollection(databaseId, collectionId);
    return [...(attributes as unknown as Fields[]), ...indexes].every(({ status }) => status === 'available');
  }, `the schema of ${collectionId} is not available`);

/** The whole class `Databases` of the server library. */
export async function useServerLibrary(client: Node.Client): Promise<void> {
  const { service: databases, missing } = noted(new Node.Databases(client));
  expect((await databases.create('library', 'Library')).name).toBe('Library');
  expect((await databases.update('library', 'Town library')).name).toBe('Town library');
  expect((await databases.get('library')).name).toBe('Town library');
  expect((await databases.list([Node.Query.equal('name', 'Town library')], 'town')).total).toBe(1);

  const permissions = [Node.Permission.read('any')];
  await databases.createCollection('library', 'books', 'Books', permissions, true);
  await databases.createCollection('library', 'people', 'People');
  const renamed = await databases.updateCollection('library', 'people', 'Persons', permissions, false, true);
  expect(renamed).toMatchObject({ name: 'Persons', $permissions: permissions, documentSecurity: false });
  expect((await databases.listCollections('library', [], 'books')).total).toBe(1);

  await useAttributes(databases);
  await useRelations(databases);
  await useServerDocuments(databases);

  await databases.deleteIndex('library', 'books', 'byTitle');
  await databases.deleteAttribute('library', 'books', 'title');
  await eventually(
    async () => (await refused(databases.getAttribute('library', 'books', 'title'))) === 'attribute_not_found',
    'the attribute is still there',
  );
  expect(await refused(databases.getIndex('library', 'books', 'byTitle'))).toBe('index_not_found');
  await databases.deleteCollection('library', 'books');
  expect(await refused(databases.getCollection('library', 'books'))).toBe('collection_not_found');
  await databases.delete('library');
  expect(await refused(databases.get('library'))).toBe('database_not_found');
  expect(missing()).toEqual([]);
}

async function useAttributes(databases: Node.Databases): Promise<void> {
  const at = ['library', 'books'] as const;
  const elements = ['novel', 'essay'];
  await databases.createStringAttribute(...at, 'title', 200, true);
  await databases.createEmailAttribute(...at, 'contact', false);
  await databases.createEnumAttribute(...at, 'kind', elements, false, 'novel');
  await databases.createIpAttribute(...at, 'from', false);
  await databases.createUrlAttribute(...at, 'link', false);
  await databases.createIntegerAttribute(...at, 'pages', false);
  await databases.createFloatAttribute(...at, 'price', false);
  await databases.createBooleanAttribute(...at, 'sold', false);
  await databases.createDatetimeAttribute(...at, 'printed', false);
  await settled(databases, ...at);
  expect((await databases.listAttributes(...at)).total).toBe(9);
  // As this library reads the bounds of an attribute that has none: they are rounded.
  const { min, max } = (await databases.getAttribute(...at, 'pages')) as unknown as { min: number; max: number };
  const updated: Fields[] = [
    await databases.updateStringAttribute(...at, 'title', false, 'Untitled'),
    await databases.updateEmailAttribute(...at, 'contact', false, 'a@example.test'),
    await databases.updateEnumAttribute(...at, 'kind', [...elements, 'poem'], false, 'poem'),
    await databases.updateIpAttribute(...at, 'from', false, '::1'),
    await databases.updateUrlAttribute(...at, 'link', false, 'https://example.test/'),
    await databases.updateIntegerAttribute(...at, 'pages', false, min, max, 1),
    await databases.updateFloatAttribute(...at, 'price', false, 0, 100, 9.5),
    await databases.updateBooleanAttribute(...at, 'sold', false, true),
    await databases.updateDatetimeAttribute(...at, 'printed', false, '2020-02-29'),
  ].map((attribute) => ({ ...attribute }));
  expect(updated.map((attribute) => attribute.default)).toEqual([
    ...['Untitled', 'a@example.test', 'poem', '::1', 'https://example.test/', 1, 9.5, true],
    '2020-02-29T00:00:00.000+00:00',
  ]);
  await databases.createIndex(...at, 'byTitle', 'fulltext', ['title']);
  await databases.createIndex(...at, 'byPages', 'key', ['pages', '$createdAt'], ['DESC', 'ASC']);
  await settled(databases, ...at);
  expect((await databases.getIndex(...at, 'byPages')).orders).toEqual(['DESC', 'ASC']);
  expect((await databases.listIndexes(...at)).total).toBe(2);
}

async function useRelations(databases: Node.Databases): Promise<void> {
  const relate = (from: string, to: string, type: string, key: string, twoWayKey?: string, onDelete?: string) =>
    databases.createRelationshipAttribute('library', from, to, type, twoWayKey !== undefined, key, twoWayKey, onDelete);
  const author = await relate('books', 'people', 'manyToOne', 'author', 'books', 'cascade');
  expect(author).toMatchObject({
    relatedCollection: 'people',
    relationType: 'manyToOne',
    twoWay: true,
    twoWayKey: 'books',
    onDelete: 'cascade',
    side: 'parent',
  });
  await relate('books', 'people', 'manyToMany', 'readers', 'read');
  await relate('books', 'people', 'oneToOne', 'owner');
  await relate('books', 'books', 'oneToMany', 'sequels', 'sequelOf', 'setNull');
  await settled(databases, 'library', 'books');
  const changed = await databases.updateRelationshipAttribute('library', 'people', 'read', 'setNull');
  expect(changed.onDelete).toBe('setNull');
  expect(await databases.getAttribute('library', 'books', 'readers')).toMatchObject({ onDelete: 'setNull' });
  expect(await refused(databases.createIndex('library', 'books', 'byAuthor', 'key', ['author']))).toBe(
    'attribute_type_invalid',
  );
}

async function useServerDocuments(databases: Node.Databases): Promise<void> {
  const made: Shown = await databases.createDocument('library', 'books', 'emma', {
    title: 'Emma',
    author: { $id: 'austen' },
    readers: [{ $id: 'ann' }, { $id: 'bob' }],
    owner: 'nobody',
    sequels: [{ title: 'Emma returns' }],
  });
  expect(made).toMatchObject({
    kind: 'poem',
    author: { $id: 'austen', $collectionId: 'people', $databaseId: 'library' },
    readers: [{ $id: 'ann' }, { $id: 'bob' }],
    owner: null,
    sequels: [{ title: 'Emma returns', pages: 1 }],
  });
  expect(await databases.getDocument('library', 'books', 'emma')).toEqual(made);
  const austen: Shown = await databases.getDocument('library', 'people', 'austen');
  expect(austen).toMatchObject({ books: [{ $id: 'emma' }], read: [] });
  const reduced: Shown = await databases.getDocument('library', 'books', 'emma', [
    Node.Query.select(['title', 'author.*']),
  ]);
  expect(reduced).toMatchObject({ title: 'Emma', author: { $id: 'austen' } });
  expect(reduced.readers).toBeUndefined();
  const by = await databases.listDocuments('library', 'books', [Node.Query.equal('author', ['austen'])]);
  expect(by.documents.map(({ $id }) => $id)).toEqual(['emma']);
  expect((await databases.listDocuments('library', 'books', [Node.Query.search('title', 'ret')])).total).toBe(1);

  const updated: Shown = await databases.updateDocument('library', 'books', 'emma', { readers: ['bob'], owner: 'ann' });
  expect(updated).toMatchObject({ title: 'Emma', readers: [{ $id: 'bob' }], owner: { $id: 'ann' } });
  // Reading a document and sending it back changes none of its links.
  const same: Shown = await databases.updateDocument('library', 'books', 'emma', updated);
  expect({ ...same, $updatedAt: '' }).toEqual({ ...updated, $updatedAt: '' });
  const twice = databases.createDocument('library', 'books', 'persuasion', { title: 'Persuasion', owner: 'ann' });
  expect(await refused(twice)).toBe('document_already_exists');
  expect(await refused(databases.deleteDocument('library', 'books', 'emma'))).toBe('document_delete_restricted');
  await databases.deleteDocument('library', 'people', 'ann');
  expect(await databases.getDocument('library', 'books', 'emma')).toMatchObject({ owner: null });
  await databases.deleteDocument('library', 'people', 'austen');
  expect(await refused(databases.getDocument('library', 'books', 'emma'))).toBe('document_not_found');
  const rest = (await databases.listDocuments('library', 'books')).documents as Shown[];
  expect(rest).toMatchObject([{ title: 'Emma returns', sequelOf: null }]);
}

/** Documents with relations, as an app of the web library has them. */
export const useDocuments = {
  async given(client: Node.Client): Promise<{ databaseId: string }> {
    const databases = new Node.Databases(client);
    const permissions = [Node.Permission.create(Node.Role.users()), Node.Permission.read(Node.Role.any())];
    await databases.create('app', 'App');
    for (const id of ['lists', 'items']) {
      await databases.createCollection('app', id, id, permissions, true);
      await databases.createStringAttribute('app', id, 'name', 50, true);
    }
    await databases.createRelationshipAttribute('app', 'lists', 'items', 'oneToMany', true, 'items', 'list', 'cascade');
    await settled(databases, 'app', 'lists');
    return { databaseId: 'app' };
  },

  async by(client: Web.Client, databaseId: string): Promise<void> {
    const { service: databases, missing } = noted(new Web.Databases(client));
    const data = { name: 'Groceries', items: [{ $id: 'milk', name: 'Milk' }, { name: 'Bread' }] };
    const made = (await databases.createDocument(databaseId, 'lists', 'groceries', data)) as Shown;
    const items = made.items as Shown[];
    expect(items.map(({ name }) => name)).toEqual(['Milk', 'Bread']);
    // What is made along is its maker's, as the document itself is.
    expect(items[0]?.$permissions).toEqual(made.$permissions);
    const unnamed = databases.createDocument(databaseId, 'lists', 'half', { name: 'Half', items: [{ $id: 'no' }] });
    expect(await refused(unnamed)).toBe('document_invalid_structure');
    expect(await refused(databases.getDocument(databaseId, 'items', 'no'))).toBe('document_not_found');
    expect(await databases.getDocument(databaseId, 'items', 'milk')).toMatchObject({ list: { $id: 'groceries' } });
    const listed = await databases.listDocuments(databaseId, 'items', [Web.Query.equal('list', 'groceries')]);
    expect(listed.total).toBe(2);
    const moved = await databases.updateDocument(databaseId, 'lists', 'groceries', { items: ['milk'] });
    expect(moved).toMatchObject({ name: 'Groceries', items: [{ $id: 'milk' }] });
    await databases.deleteDocument(databaseId, 'lists', 'groceries');
    expect((await databases.listDocuments(databaseId, 'items')).documents).toMatchObject([{ name: 'Bread' }]);
    expect(missing()).toEqual([]);
  },
};

/** What only the console shows of databases: who did what, and how much. */
export async function useFigures(client: Console.Client): Promise<void> {
  const databases = new Console.Databases(client);
  await databases.create('kept', 'Kept');
  await databases.update('kept', 'Kept well');
  await databases.createCollection('kept', 'things', 'Things');
  await databases.createBooleanAttribute('kept', 'things', 'done', false);
  await eventually(async () => {
    const { attributes } = await databases.listAttributes('kept', 'things');
    return (attributes as unknown as Fields[]).every(({ status }) => status === 'available');
  }, 'the attribute is not available');
  await databases.createDocument('kept', 'things', 'one', { done: false });
  await databases.updateDocument('kept', 'things', 'one', { done: true });
  const logs: readonly (readonly [() => Promise<Console.Models.LogList>, readonly string[]])[] = [
    [() => databases.listLogs('kept'), ['database.update', 'database.create']],
    [
      () => databases.listCollectionLogs('kept', 'things'),
      ['document.create', 'attribute.create', 'collection.create'],
    ],
    [() => databases.listDocumentLogs('kept', 'things', 'one'), ['document.update']],
  ];
  for (const [list, events] of logs) {
    await eventually(async () => (await list()).total === events.length, `there are no logs of ${events.join()}`);
    const entries = (await list()).logs;
    expect(entries.map(({ event }) => event)).toEqual(events);
    expect(entries.map(({ mode, userName }) => [mode, userName])).toEqual(events.map(() => ['admin', 'Keeper']));
  }
  expect((await databases.listLogs('kept', [Console.Query.limit(1)])).logs).toHaveLength(1);
  expect((await databases.getUsage('24h')).databasesCreate).toHaveLength(24);
  expect((await databases.getDatabaseUsage('kept', '7d')).collectionsCount).toHaveLength(7);
  const figures = (await databases.getCollectionUsage('kept', 'things', '90d')) as unknown as Fields;
  expect([figures.range, (figures.documentsDelete as unknown[]).length]).toEqual(['90d', 90]);
}
