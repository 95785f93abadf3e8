import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { givenDatabase, givenIndex, givenText, givenThings, make, refusalsInDatabase } from '../given.js';
import { listCollections } from './list.js';

async function givenThree(world: World): Promise<void> {
  await givenThings(world);
  await givenText(world, 'title');
  await givenIndex(world, 'byTitle', 'key', ['title']);
  const path = '/databases/db/collections';
  await make(world, 'POST', path, { collectionId: 'boats', name: 'Boats', documentSecurity: true });
  await make(world, 'POST', path, { collectionId: 'cars', name: 'Cars' });
  await make(world, 'PUT', `${path}/cars`, { name: 'Cars', enabled: false });
  await make(world, 'POST', '/databases', { databaseId: 'other', name: 'Other' });
  await make(world, 'POST', '/databases/other/collections', { collectionId: 'more', name: 'More' });
}

const params = { databaseId: 'db' };

scenarios(listCollections, [
  {
    name: 'lists the collections of the database with their attributes and indexes',
    as: 'key',
    given: givenThree,
    params,
    expect: { status: 200, body: { total: 3 }, events: [] },
    after: async (_, { body }) => {
      expect(body.collections).toMatchObject([
        { $id: 'things', attributes: [{ key: 'title', size: 100 }], indexes: [{ key: 'byTitle' }] },
        { $id: 'boats', attributes: [], indexes: [] },
        { $id: 'cars', enabled: false },
      ]);
    },
  },
  ...[
    ['name', 'equal("name", ["boats"])', 'boats'],
    ['whether it is enabled', 'equal("enabled", [false])', 'cars'],
    ['whether documents have grants', 'equal("documentSecurity", [true])', 'boats'],
  ].map(([by, query, $id]) => ({
    name: `filters by ${by}`,
    as: 'admin' as const,
    given: givenThree,
    params: { ...params, queries: [query] },
    expect: { status: 200, body: { total: 1, collections: [{ $id }] } },
  })),
  {
    name: 'finds every word of a search',
    as: 'key',
    given: givenThree,
    params: { ...params, search: 'boa' },
    expect: { status: 200, body: { total: 1, collections: [{ $id: 'boats' }] } },
  },
  {
    name: 'takes no notice of what is selected',
    as: 'key',
    given: givenThree,
    params: { ...params, queries: ['select(["name"])', 'limit(1)'] },
    expect: { status: 200, body: { total: 3, collections: [{ $id: 'things', attributes: [{ key: 'title' }] }] } },
  },
  {
    name: 'a cursor of nothing is refused',
    as: 'key',
    given: givenDatabase,
    params: { ...params, queries: ['cursorBefore("things")'] },
    expect: { status: 400, type: 'general_cursor_not_found' },
  },
  {
    name: 'a query by what collections do not have is refused',
    as: 'key',
    given: givenDatabase,
    params: { ...params, queries: ['equal("databaseId", ["db"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...refusalsInDatabase(params),
]);
