import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import { joinTeam, scenarios, type World } from '../../scenarios.js';
import { addSession, changeUser, jwtHeader, sessionsOf, tokensOf, userOf } from '../account/fixtures.js';
import { deleteUser } from './delete.js';
import { makeUser, of, refusals } from './given.js';

const headers = new WeakMap<World, Record<string, string>>();

const documents = ({ connections, project }: World) => connections.store.in(project.$internalId);

const teamOf = (world: World, teamId: string) => documents(world).get('teams', teamId);

/** A team of so many members, the world's user among them. */
async function join(world: World, teamId: string, total: number, confirm = true): Promise<void> {
  const { connections, project, user } = world;
  await world.call({ method: 'POST', path: '/v1/teams', as: 'key', body: { teamId, name: 'Team' } });
  const place = { id: teamId, internalId: (await teamOf(world, teamId))?.$internalId ?? 0 };
  const id = await joinTeam(connections, project.$internalId, user, place, ['owner']);
  await connections.store.write(async (transaction) => {
    const writer = transaction.in(project.$internalId);
    await writer.update('memberships', id, { confirm });
    await writer.update('teams', teamId, { total });
  });
}

const addToken = ({ connections, project, user }: World) =>
  connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('tokens', {
      $id: newId(),
      $permissions: [],
      userId: user.id,
      userInternalId: user.internalId,
      type: 3,
      secret: 'hash',
      expire: isoTime(Date.now() + 60_000),
    }),
  );

const memberships = (world: World) =>
  documents(world).findAll('memberships', { userInternalId: world.user.internalId });

scenarios(deleteUser, [
  {
    name: 'cookies and JWTs die at once; sessions, tokens and memberships go with it, and teams count one less',
    as: 'key',
    async given(world) {
      headers.set(world, await jwtHeader(world));
      await addSession(world);
      await addToken(world);
      await join(world, 'red', 2);
      await join(world, 'asked', 1, false);
      await join(world, 'empty', 0);
    },
    params: of(),
    expect: { status: 204, events: ({ user }) => [`users.${user.id}.delete`], jobs: ['remove'] },
    async after(world) {
      const { user, changes, jobs, project } = world;
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
      const byJwt = await world.call({ method: 'GET', path: '/v1/account', headers: headers.get(world) ?? {} });
      expect(byJwt.status).toBe(401);
      expect(await userOf(world)).toBeNull();
      for (const rows of [await sessionsOf(world), await tokensOf(world), await memberships(world)])
        expect(rows).toEqual([]);
      expect(await Promise.all(['red', 'asked', 'empty'].map(async (id) => (await teamOf(world, id))?.total))).toEqual([
        1, 1, 0,
      ]);
      expect(jobs[0]?.body).toEqual({ type: 'user', project: project.$internalId, user: user.internalId });
      expect(changes).toHaveLength(1);
      expect(changes[0]?.audit).toMatchObject({ event: 'user.delete', resource: `user/${user.id}` });
      expect(JSON.parse(changes[0]?.payload ?? '')).toMatchObject({ $id: user.id, email: user.email });
      expect(changes[0]?.payload).not.toMatch(/"(password|hash|hashOptions)":/);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(200);
    },
  },
  {
    name: 'somebody new may have its ID and address, and nothing of it',
    as: 'admin',
    async given(world) {
      await join(world, 'red', 1);
      await changeUser(world, { prefs: { old: true } });
    },
    params: of(),
    expect: { status: 204 },
    async after(world) {
      const { user } = world;
      await makeUser(world, { userId: user.id, email: user.email });
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
      for (const list of ['sessions', 'memberships']) {
        const { body } = await world.call({ method: 'GET', path: `/v1/users/${user.id}/${list}`, as: 'key' });
        expect(body.total).toBe(0);
      }
      expect((await world.call({ method: 'GET', path: `/v1/users/${user.id}/prefs`, as: 'key' })).body).toEqual({});
    },
  },
  {
    name: 'of many at once one deletes it and counts it out',
    as: 'key',
    async given(world) {
      await join(world, 'red', 5);
      const remove = () => world.call({ method: 'DELETE', path: `/v1/users/${world.user.id}`, as: 'key' });
      const answers = await Promise.all(Array.from({ length: 20 }, remove));
      expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
      expect(answers.filter(({ body: { type } }) => type === 'user_not_found')).toHaveLength(19);
      expect((await teamOf(world, 'red'))?.total).toBe(4);
      const told = world.changes.filter(({ projectId }) => projectId === world.project.$id);
      expect(told.filter(({ events }) => events.includes('users.*.delete'))).toHaveLength(1);
    },
    params: of(),
    expect: { status: 404, type: 'user_not_found' },
  },
  {
    name: 'of all members at once none is counted out twice',
    as: 'key',
    async given(world) {
      const { connections, project, call } = world;
      await join(world, 'red', 11);
      const internalId = (await teamOf(world, 'red'))?.$internalId ?? 0;
      const ids: string[] = [];
      for (let number = 0; number < 10; number++) {
        const { $id } = await makeUser(world, {});
        const row = await documents(world).get('users', String($id));
        const person = {
          id: String($id),
          internalId: row?.$internalId ?? 0,
          email: '',
          sessionId: '',
          cookie: '',
          secret: '',
        };
        await joinTeam(connections, project.$internalId, person, { id: 'red', internalId }, []);
        ids.push(person.id);
      }
      const answers = await Promise.all(
        ids.map((id) => call({ method: 'DELETE', path: `/v1/users/${id}`, as: 'key' })),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
      expect((await teamOf(world, 'red'))?.total).toBe(1);
    },
    params: of(),
    expect: { status: 204 },
    after: async (world) => expect((await teamOf(world, 'red'))?.total).toBe(0),
  },
  ...refusals(),
]);
