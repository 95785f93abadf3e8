import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, sessionsOf } from '../fixtures.js';
import { deleteSession } from './delete.js';

scenarios(deleteSession, [
  {
    name: 'the current one ends and its cookies are cleared',
    as: 'user',
    params: { sessionId: 'current' },
    expect: {
      status: 204,
      headers: { 'X-Fallback-Cookies': '[]' },
      events: ({ user }) => [`users.${user.id}.sessions.${user.sessionId}.delete`],
    },
    async after(world, answer) {
      expect(answer.headers['Set-Cookie']).toHaveLength(2);
      expect(JSON.parse(world.changes[0]?.payload ?? '')).toMatchObject({ $id: world.user.sessionId, current: true });
      expect(world.changes[0]?.audit).toMatchObject({ event: 'session.delete', resource: `user/${world.user.id}` });
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
    },
  },
  {
    name: 'another own one ends, the caller stays signed in',
    as: 'user',
    async given(world) {
      const id = await addSession(world);
      const answer = await world.call({ method: 'DELETE', path: `/v1/account/sessions/${id}`, as: 'user' });
      expect(answer.status).toBe(204);
      expect(answer.headers['Set-Cookie']).toBeUndefined();
      expect(JSON.parse(world.changes.at(-1)?.payload ?? '')).toMatchObject({ $id: id, current: false });
      expect(await sessionsOf(world)).toHaveLength(1);
    },
    params: (world) => ({ sessionId: world.user.sessionId }),
    expect: { status: 204 },
  },
  {
    name: "somebody else's stays",
    as: 'user',
    params: (world) => ({ sessionId: world.other.sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
    async after(world) {
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(200);
    },
  },
  {
    name: 'one changed since the time that the client names stays',
    as: 'user',
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    params: { sessionId: 'current' },
    expect: { status: 409, type: 'document_update_conflict' },
  },
  {
    name: 'a guest is refused',
    params: { sessionId: 'current' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
