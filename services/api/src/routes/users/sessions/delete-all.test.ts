import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, sessionsOf } from '../../account/fixtures.js';
import { of, refusals } from '../given.js';
import { deleteUserSessions } from './delete-all.js';

scenarios(deleteUserSessions, [
  {
    name: 'all end, with an event each',
    as: 'key',
    given: addSession,
    params: of(),
    expect: { status: 204 },
    async after(world) {
      const { user, changes } = world;
      expect(changes).toHaveLength(2);
      for (const { events, payload } of changes) {
        const { $id, userId } = JSON.parse(payload) as { $id: string; userId: string };
        expect([events[0], userId]).toEqual([`users.${user.id}.sessions.${$id}.delete`, user.id]);
      }
      expect(changes.filter(({ audit }) => audit)).toMatchObject([{ audit: { resource: `user/${user.id}` } }]);
      expect(await sessionsOf(world)).toEqual([]);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(200);
    },
  },
  {
    name: 'where there is none nothing happens',
    as: 'admin',
    given: ({ call, user }) => call({ method: 'DELETE', path: `/v1/users/${user.id}/sessions`, as: 'key' }),
    params: of(),
    expect: { status: 204, events: [], jobs: [] },
    after: async ({ changes }) => expect(changes).toEqual([]),
  },
  {
    name: 'several at once all end well, and tell of each session once',
    as: 'key',
    async given(world) {
      await addSession(world);
      const path = `/v1/users/${world.user.id}/sessions`;
      const end = () => world.call({ method: 'DELETE', path, as: 'key' });
      const answers = await Promise.all(Array.from({ length: 20 }, end));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      const told = world.changes.filter(({ projectId }) => projectId === world.project.$id);
      expect(told.filter(({ events }) => events[0]?.includes('.sessions.'))).toHaveLength(2);
    },
    params: of(),
    expect: { status: 204, events: [] },
  },
  ...refusals(),
]);
