import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { jwtHeader, sessionsOf, userOf } from '../fixtures.js';
import { updateStatus } from './update.js';

scenarios(updateStatus, [
  {
    name: 'the account blocks itself; its sessions stay, but let nobody in',
    as: 'user',
    expect: {
      status: 200,
      body: (world) => ({ $id: world.user.id, status: false }),
      headers: { 'X-Fallback-Cookies': '[]' },
      events: (world) => [`users.${world.user.id}.update`],
      jobs: [],
    },
    async after(world, answer) {
      expect(world.changes[0]?.events).toContain('users.*.update.status');
      expect(world.changes[0]?.audit).toMatchObject({ event: 'user.update', resource: `user/${world.user.id}` });
      expect(answer.headers['Set-Cookie'] ?? []).toEqual([]);
      expect(await sessionsOf(world)).toHaveLength(1);
      expect(await userOf(world)).toMatchObject({ status: false });
      const next = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      expect(next).toMatchObject({ status: 401, body: { type: 'user_blocked' } });
    },
  },
  {
    name: 'a JWT of it is of no use any more either',
    async given(world) {
      const headers = await jwtHeader(world);
      const blocked = await world.call({ method: 'PATCH', path: '/v1/account/status', headers });
      expect(blocked.status).toBe(200);
    },
    as: 'user',
    expect: { status: 401, type: 'user_blocked' },
  },
  {
    name: 'an account changed since the time that the client names stays',
    as: 'user',
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    expect: { status: 409, type: 'document_update_conflict' },
  },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
  { name: 'a key is refused', as: 'key', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
