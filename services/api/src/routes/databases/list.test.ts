import { expect } from '@jest/globals';
import { scenarios, type World } from '../../scenarios.js';
import { make } from './given.js';
import { listDatabases } from './list.js';

async function givenThree(world: World): Promise<void> {
  for (const [databaseId, name] of Object.entries({ one: 'Red things', two: 'Blue things', three: 'Red boats' }))
    await make(world, 'POST', '/databases', { databaseId, name });
}
const ids = (body: Record<string, unknown>) => (body.databases as { $id: string }[]).map(({ $id }) => $id);

scenarios(listDatabases, [
  {
    name: 'lists the databases, the oldest first',
    as: 'key',
    given: givenThree,
    expect: { status: 200, body: { total: 3 }, events: [] },
    after: async (_, { body }) => expect(ids(body)).toEqual(['one', 'two', 'three']),
  },
  {
    name: 'filters and orders by name',
    as: 'admin',
    given: givenThree,
    params: { queries: ['startsWith("name", ["red"])', 'orderDesc("name")', 'limit(1)'] },
    expect: { status: 200, body: { total: 2, databases: [{ $id: 'one' }] } },
  },
  {
    name: 'finds every word of a search',
    as: 'key',
    given: givenThree,
    params: { search: 'red boa' },
    expect: { status: 200, body: { total: 1, databases: [{ $id: 'three' }] } },
  },
  {
    name: 'goes on after a cursor',
    as: 'key',
    given: givenThree,
    params: { queries: ['cursorAfter("one")'] },
    expect: { status: 200 },
    after: async (_, { body }) => expect(ids(body)).toEqual(['two', 'three']),
  },
  {
    name: 'a cursor of nothing is refused',
    as: 'key',
    params: { queries: ['cursorAfter("one")'] },
    expect: { status: 400, type: 'general_cursor_not_found' },
  },
  {
    name: 'a query by what a database does not have is refused',
    as: 'key',
    params: { queries: ['equal("search", ["x"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
