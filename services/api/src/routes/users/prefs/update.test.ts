import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { changeUser, userOf } from '../../account/fixtures.js';
import { of, refusals, updated } from '../given.js';
import { updateUserPrefs } from './update.js';

scenarios(updateUserPrefs, [
  {
    name: 'the object is replaced as a whole and given bare',
    as: 'key',
    given: (world) => changeUser(world, { prefs: { old: true } }),
    params: of({ prefs: { theme: 'dark', $id: 'x' } }),
    expect: { status: 200, events: updated },
    async after(world, { body }) {
      expect(body).toEqual({ theme: 'dark', $id: 'x' });
      expect((await userOf(world))?.prefs).toEqual({ theme: 'dark', $id: 'x' });
      expect(world.changes).toHaveLength(1);
      expect(world.changes[0]?.events).toContain('users.*.update.prefs');
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toEqual({ theme: 'dark', $id: 'x' });
    },
  },
  {
    name: 'an empty list is an empty object',
    as: 'admin',
    params: of({ prefs: [] }),
    expect: { status: 200, events: updated },
    after: async (_, { body }) => expect(body).toEqual({}),
  },
  ...[
    ['text', 'dark'],
    ['a list', ['dark']],
    ['more than 65535 bytes', { text: 'é'.repeat(33_000) }],
  ].map(
    ([name, prefs]): Scenario => ({
      name: `${name} is refused`,
      as: 'key',
      params: of({ prefs }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ prefs: {} }),
]);
