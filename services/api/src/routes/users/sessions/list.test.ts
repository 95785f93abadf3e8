import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, changeSettings } from '../../account/fixtures.js';
import { of, refusals } from '../given.js';
import { listUserSessions } from './list.js';

scenarios(listUserSessions, [
  {
    name: 'lists those of the user, none as the current one, each with its end',
    as: 'key',
    given: addSession,
    params: of(),
    expect: { status: 200, body: { total: 2 }, events: [] },
    async after(world, { body }) {
      const sessions = body.sessions as { $id: string; userId: string; current: boolean; expire: string }[];
      expect(sessions.map(({ $id }) => $id)).toContain(world.user.sessionId);
      for (const { userId, current, expire } of sessions) {
        expect([userId, current]).toEqual([world.user.id, false]);
        expect(Date.parse(expire)).toBeGreaterThan(Date.now());
      }
      expect(JSON.stringify(body)).not.toContain('"secret"');
    },
  },
  {
    name: 'names the country in the language of the caller',
    as: 'admin',
    params: of(),
    expect: { status: 200, body: { sessions: [{ countryCode: '--', countryName: 'Unknown' }] } },
  },
  {
    name: 'those that have run out are not listed',
    as: 'key',
    given: (world) => changeSettings(world, { duration: 0 }),
    params: of(),
    expect: { status: 200, body: { total: 0, sessions: [] } },
  },
  ...refusals(),
]);
