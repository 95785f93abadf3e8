import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, changeSettings, jwtHeader } from '../fixtures.js';
import { listSessions } from './list.js';

interface Listed {
  readonly $id: string;
  readonly current: boolean;
  readonly expire: string;
}

scenarios(listSessions, [
  {
    name: 'own sessions are listed, the current one is marked, each tells when it ends',
    as: 'user',
    given: addSession,
    expect: { status: 200, body: { total: 2 } },
    async after(world, answer) {
      const sessions = answer.body.sessions as Listed[];
      expect(sessions.map(({ $id, current }) => [$id === world.user.sessionId, current])).toEqual([
        [true, true],
        [false, false],
      ]);
      for (const { expire } of sessions) expect(Date.parse(expire)).toBeGreaterThan(Date.now());
      expect(JSON.stringify(answer.body)).not.toContain('"secret"');
    },
  },
  {
    name: 'with a JWT none is the current one',
    async given(world) {
      const headers = await jwtHeader(world);
      const { body } = await world.call({ method: 'GET', path: '/v1/account/sessions', headers });
      expect(body.total).toBe(1);
      expect((body.sessions as Listed[])[0]?.current).toBe(false);
    },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'once sessions last no time, nobody is signed in',
    as: 'user',
    given: (world) => changeSettings(world, { duration: 0 }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
