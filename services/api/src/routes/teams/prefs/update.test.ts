import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { makeRed, plainMembers, RED, strangers } from '../given.js';
import { updateTeamPrefs } from './update.js';

scenarios(updateTeamPrefs, [
  {
    name: 'the object is replaced as a whole, and given bare',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await world.call({ method: 'PUT', path: `${RED}/prefs`, as: 'user', body: { prefs: { old: true } } });
    },
    params: { teamId: 'red', prefs: { theme: 'dark', $id: 'mine' } },
    expect: { status: 200, events: ['teams.red.update'] },
    async after({ call, changes }, { body }) {
      expect(body).toEqual({ theme: 'dark', $id: 'mine' });
      expect(changes[0]?.events).toContain('teams.red.update.prefs');
      expect(changes[0]?.audit).toMatchObject({ event: 'team.update', resource: 'team/red' });
      expect((await call({ method: 'GET', path: RED, as: 'user' })).body.prefs).toEqual(body);
    },
  },
  ...[undefined, 'dark', ['dark'], { text: 'é'.repeat(33_000) }].map((prefs) => ({
    name: `${JSON.stringify(prefs)?.slice(0, 9)} is refused`,
    as: 'user' as const,
    given: makeRed,
    params: { teamId: 'red', prefs },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  plainMembers({ prefs: {} }),
  ...strangers({ prefs: {} }),
]);
