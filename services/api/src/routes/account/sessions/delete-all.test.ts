import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, jwtHeader, sessionsOf } from '../fixtures.js';
import { deleteSessions } from './delete-all.js';

scenarios(deleteSessions, [
  {
    name: 'all end, with an event each and the own one last',
    as: 'user',
    async given(world) {
      await addSession(world);
      await addSession(world);
    },
    expect: { status: 204, headers: { 'X-Fallback-Cookies': '[]' } },
    async after(world) {
      const { user, changes } = world;
      expect(changes).toHaveLength(3);
      const payloads = changes.map(({ payload }) => JSON.parse(payload) as { $id: string; current: boolean });
      expect(payloads.map(({ current }) => current)).toEqual([false, false, true]);
      expect(payloads[2]?.$id).toBe(user.sessionId);
      expect(changes.map(({ events }) => events[0])).toEqual(
        payloads.map(({ $id }) => `users.${user.id}.sessions.${$id}.delete`),
      );
      expect(changes.filter(({ audit }) => audit)).toHaveLength(1);
      expect(await sessionsOf(world)).toEqual([]);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(200);
    },
  },
  {
    name: 'a JWT ends all, itself too',
    async given(world) {
      const headers = await jwtHeader(world);
      const path = '/v1/account/sessions';
      expect((await world.call({ method: 'DELETE', path, headers })).status).toBe(204);
      expect((await world.call({ method: 'GET', path, headers })).status).toBe(401);
    },
    as: 'user',
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'of several at once none fails unforeseen',
    async given(world) {
      const end = () => world.call({ method: 'DELETE', path: '/v1/account/sessions', as: 'user' });
      const answers = await Promise.all([end(), end(), end()]);
      expect(answers.filter(({ status }) => status === 204)).not.toEqual([]);
      expect(answers.filter(({ status }) => status !== 204 && status !== 401)).toEqual([]);
    },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
