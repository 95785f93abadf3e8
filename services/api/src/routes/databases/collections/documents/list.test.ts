import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { givenCollection, givenDocument, inThings } from './given.js';
import { listDocuments } from './list.js';

const rows = async (world: World, permissions: readonly string[], documentSecurity: boolean) => {
  await givenCollection(world, { permissions, documentSecurity });
  for (let at = 0; at < 6; at++)
    await givenDocument(world, `d${at}`, { title: `t${at}`, count: at }, at % 2 ? ['read("users")'] : []);
};
const secured = (world: World) => rows(world, [], true);
const idsOf = (body: Record<string, unknown>) => (body.documents as { $id: string }[]).map(({ $id }) => $id);

scenarios(listDocuments, [
  {
    name: 'document permissions decide what is listed and counted',
    as: 'user',
    given: secured,
    params: { ...inThings, queries: ['orderDesc("count")', 'limit(2)'] },
    expect: { status: 200, body: { total: 3 } },
    after: async (_, { body }) => expect(idsOf(body)).toEqual(['d5', 'd3']),
  },
  {
    name: 'a guest sees nothing of them',
    given: secured,
    params: inThings,
    expect: { status: 200, body: { total: 0, documents: [] } },
  },
  {
    name: 'a key sees all',
    as: 'key',
    given: secured,
    params: { ...inThings, queries: ['limit(0)'] },
    expect: { status: 200, body: { total: 6, documents: [] } },
  },
  {
    name: 'without document security who may not read the collection does not find it',
    as: 'user',
    given: (world) => rows(world, [], false),
    params: inThings,
    expect: { status: 404, type: 'collection_not_found' },
  },
  {
    name: 'document permissions do not count without document security',
    as: 'user',
    given: (world) => rows(world, ['read("users")'], false),
    params: inThings,
    expect: { status: 200, body: { total: 6 } },
  },
  {
    name: 'only selected attributes are sent, with the meta fields',
    as: 'key',
    given: secured,
    params: { ...inThings, queries: ['select(["title"])', 'equal("$id", ["d1"])'] },
    expect: { status: 200 },
    after: async (_, { body }) =>
      expect(Object.keys((body.documents as object[])[0] ?? {}).sort()).toEqual([
        '$collectionId',
        '$createdAt',
        '$databaseId',
        '$id',
        '$permissions',
        '$updatedAt',
        'title',
      ]),
  },
  {
    name: 'an unreadable row still works as a cursor',
    as: 'user',
    given: secured,
    params: { ...inThings, queries: ['cursorAfter("d2")'] },
    expect: { status: 200, body: { total: 3 } },
    after: async (_, { body }) => expect(idsOf(body)).toEqual(['d3', 'd5']),
  },
  {
    name: 'a cursor of nothing is refused',
    as: 'key',
    given: secured,
    params: { ...inThings, queries: ['cursorAfter("none")'] },
    expect: { status: 400, type: 'general_cursor_not_found' },
  },
  ...[
    'equal("none", [1])',
    'equal("count", ["x"])',
    'equal("count", [])',
    'search("title", "x")',
    'limit(-1)',
    'limit(1.5)',
    'offset(-1)',
    'fly("title")',
    'equal("title"',
    '__proto__("a")',
    'orderAsc("tags")',
    'contains("title", ["t"])',
  ].map((query) => ({
    name: `${query} is refused`,
    as: 'key' as const,
    given: secured,
    params: { ...inThings, queries: [query] },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  {
    name: '101 queries are refused',
    as: 'key',
    given: secured,
    params: { ...inThings, queries: Array.from({ length: 101 }, () => 'limit(1)') },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
