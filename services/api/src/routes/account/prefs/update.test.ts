import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { changeUser, userOf } from '../fixtures.js';
import { updatePrefs } from './update.js';

scenarios(updatePrefs, [
  {
    name: 'the object is replaced as a whole',
    as: 'user',
    given: (world) => changeUser(world, { prefs: { old: true } }),
    params: { prefs: { theme: 'dark' } },
    expect: {
      status: 200,
      body: { prefs: { theme: 'dark' } },
      events: (world) => [`users.${world.user.id}.update`],
    },
    after: async (world) => expect((await userOf(world))?.prefs).toEqual({ theme: 'dark' }),
  },
  {
    name: 'an empty list is an empty object',
    as: 'user',
    params: { prefs: [] },
    expect: { status: 200, events: (world) => [`users.${world.user.id}.update`] },
    after: async (world, answer) => {
      expect(answer.body.prefs).toEqual({});
      expect(world.changes[0]?.events).toContain('users.*.update.prefs');
    },
  },
  ...[
    ['text', 'dark'],
    ['a list', ['dark']],
    ['more than 65535 bytes', { text: 'é'.repeat(33_000) }],
  ].map(([name, prefs]) => ({
    name: `${name} is refused`,
    as: 'user' as const,
    params: { prefs },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  {
    name: 'prefs changed since the time that the client names stay',
    as: 'user',
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    params: { prefs: { theme: 'dark' } },
    expect: { status: 409, type: 'document_update_conflict' },
    after: async (world) => expect((await userOf(world))?.prefs).toEqual({}),
  },
  {
    name: 'a time that is none is named',
    as: 'user',
    headers: { 'x-appwrite-timestamp': 'yesterday' },
    params: { prefs: {} },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  { name: 'a guest is refused', params: { prefs: {} }, expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
