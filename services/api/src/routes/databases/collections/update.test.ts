import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { givenText, givenThings, inThings, make, readIn, refusalsInCollection } from '../given.js';
import { updateCollection } from './update.js';

const all = { name: 'New', permissions: ['read("any")'], documentSecurity: true, enabled: false };
const update = (world: World, body: object) => make(world, 'PUT', '/databases/db/collections/things', body);

scenarios(updateCollection, [
  {
    name: 'changes everything that is given, for the next request already',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      await readIn(world, 'documents');
    },
    params: { ...inThings, ...all },
    expect: {
      status: 200,
      body: { $id: 'things', databaseId: 'db', name: 'New' },
      events: ['databases.db.collections.things.update'],
    },
    async after(world, { body }) {
      expect(body).toMatchObject({ $permissions: ['read("any")'], documentSecurity: true, enabled: false });
      expect(body.attributes).toMatchObject([{ key: 'title' }]);
      expect((await readIn(world, 'documents')).body.type).toBe('collection_not_found');
      expect((await make(world, 'GET', '/databases/db/collections?search=new')).body).toMatchObject({ total: 1 });
    },
  },
  {
    name: 'keeps permissions that are not given, and sets the rest to what is usual',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await update(world, all);
    },
    params: { ...inThings, name: 'Newer' },
    expect: {
      status: 200,
      body: { name: 'Newer', $permissions: ['read("any")'], documentSecurity: false, enabled: true },
    },
  },
  ...[
    { permissions: null, kept: ['read("any")'] },
    { permissions: [], kept: [] },
  ].map(({ permissions, kept }) => ({
    name: `takes ${JSON.stringify(permissions)} for permissions`,
    as: 'admin' as const,
    given: async (world: World) => {
      await givenThings(world);
      await update(world, all);
    },
    params: { ...inThings, name: 'Newer', permissions },
    expect: { status: 200, body: { $permissions: kept } },
  })),
  ...[{ name: undefined }, { enabled: 'true' }, { permissions: ['*'] }, { documentSecurity: 2 }].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: givenThings,
    params: { ...inThings, name: 'New', ...wrong },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...refusalsInCollection({ ...inThings, name: 'New' }),
]);
