import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { add, makeRed, RED, strangers } from '../given.js';
import { getTeamPrefs } from './get.js';

scenarios(getTeamPrefs, [
  {
    name: 'nothing chosen is an empty object',
    as: 'user',
    given: makeRed,
    params: { teamId: 'red' },
    expect: { status: 200 },
    after: async (_, { body }) => expect(body).toEqual({}),
  },
  {
    name: 'every member sees the bare object',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await add(world, world.other);
      const body = { prefs: { theme: 'dark', $id: 1, 日本: ['👩‍👩‍👧‍👦'] } };
      await world.call({ method: 'PUT', path: `${RED}/prefs`, as: 'user', body });
    },
    params: { teamId: 'red' },
    expect: { status: 200 },
    after: async (_, { body }) => expect(body).toEqual({ theme: 'dark', $id: 1, 日本: ['👩‍👩‍👧‍👦'] }),
  },
  ...strangers(),
]);
