import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { changeSettings, sessionsOf } from '../../account/fixtures.js';
import { refusals } from '../given.js';
import { deleteUserSession } from './delete.js';

scenarios(deleteUserSession, [
  {
    name: 'the session ends at once, and its event carries it',
    as: 'key',
    params: ({ user }) => ({ userId: user.id, sessionId: user.sessionId }),
    expect: { status: 204, events: ({ user }) => [`users.${user.id}.sessions.${user.sessionId}.delete`] },
    async after(world) {
      const { user, changes } = world;
      const payload = JSON.parse(changes[0]?.payload ?? '') as object;
      expect(payload).toMatchObject({ $id: user.sessionId, userId: user.id, current: false });
      expect(payload).not.toHaveProperty('secret');
      expect(changes[0]?.audit).toMatchObject({ event: 'session.delete', resource: `user/${user.id}` });
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
      expect(await sessionsOf(world)).toEqual([]);
    },
  },
  {
    name: 'the session of another user is not found',
    as: 'key',
    params: ({ user, other }) => ({ userId: user.id, sessionId: other.sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
    after: async (world) =>
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(200),
  },
  {
    name: 'a session that has run out is not found',
    as: 'key',
    given: (world) => changeSettings(world, { duration: 0 }),
    params: ({ user }) => ({ userId: user.id, sessionId: user.sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
  },
  ...['nothing', 'current'].map((sessionId) => ({
    name: `the session ${sessionId} is not found`,
    as: 'key' as const,
    params: ({ user }: { user: { id: string } }) => ({ userId: user.id, sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
  })),
  {
    name: 'of several at once one ends it',
    as: 'key',
    async given({ call, user }) {
      const path = `/v1/users/${user.id}/sessions/${user.sessionId}`;
      const end = () => call({ method: 'DELETE', path, as: 'key' });
      const answers = await Promise.all([end(), end(), end()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    },
    params: ({ user }) => ({ userId: user.id, sessionId: user.sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
  },
  ...refusals({ sessionId: 'nothing' }),
]);
