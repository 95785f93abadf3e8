import { expect } from '@jest/globals';
import { scenarios, type World } from '../../scenarios.js';
import { add, invite, makeBlue, makeRed } from './given.js';
import { listTeams } from './list.js';

async function makeBoth(world: World): Promise<void> {
  await makeRed(world);
  await makeBlue(world);
}
const ids = (body: Record<string, unknown>) => (body.teams as { $id: string }[]).map(({ $id }) => $id);

scenarios(listTeams, [
  {
    name: 'a user sees those that it belongs to, and no others are counted',
    as: 'user',
    given: makeBoth,
    expect: { status: 200, body: { total: 1 } },
    after: async (_, { body }) => expect(ids(body)).toEqual(['red']),
  },
  {
    name: 'an invitation shows nothing yet',
    as: 'other',
    async given(world) {
      await makeBoth(world);
      await invite(world);
    },
    expect: { status: 200, body: { total: 1, teams: [{ $id: 'blue' }] } },
  },
  {
    name: 'a key sees all',
    as: 'key',
    given: makeBoth,
    params: { queries: ['orderAsc("name")'] },
    expect: { status: 200, body: { total: 2, teams: [{ $id: 'blue' }, { $id: 'red' }] } },
  },
  {
    name: 'they are filtered by name and total, and searched',
    as: 'key',
    async given(world) {
      await makeBoth(world);
      await add(world, world.other);
    },
    params: { queries: ['equal("total", [2])', 'startsWith("name", "r")'], search: 'red' },
    expect: { status: 200, body: { total: 1, teams: [{ $id: 'red' }] } },
  },
  {
    name: 'a cursor gives what comes after it',
    as: 'key',
    given: makeBoth,
    params: { queries: ['cursorAfter("red")'] },
    expect: { status: 200, body: { total: 2, teams: [{ $id: 'blue' }] } },
  },
  ...['blue', 'nothing'].map((cursor) => ({
    name: `the cursor ${cursor}, which the caller cannot see, shows nothing`,
    as: 'user' as const,
    given: makeBoth,
    params: { queries: [`cursorAfter("${cursor}")`] },
    expect: {
      status: 400,
      type: 'general_cursor_not_found',
      body: { message: `There is no row "${cursor}" to go on from.` },
    },
  })),
  {
    name: 'what is no attribute is refused',
    as: 'key',
    params: { queries: ['equal("prefs", ["x"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
