import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';
import { add, kept, makeBlue, makeRed, membershipsOf, RED, strangers } from '../given.js';
import { updateMembershipRoles } from './update.js';

const mine = kept(async (world) => {
  await makeRed(world);
  return add(world, world.other, ['editor']);
});
const asking =
  (more: Readonly<Record<string, unknown>> = {}) =>
  (world: World) => ({ teamId: 'red', membershipId: mine.of(world), roles: ['owner'], ...more });
const own = new WeakMap<World, string>();
const rolesOf = async (world: World, id = mine.of(world)) =>
  (await membershipsOf(world)).find(({ $id }) => $id === id)?.roles;

scenarios(updateMembershipRoles, [
  {
    name: 'the roles are replaced, and count at the next request without a new log-in',
    as: 'user',
    async given(world) {
      await mine.given(world);
      // Its roles are remembered from here on.
      const renamed = await world.call({ method: 'PUT', path: RED, as: 'other', body: { name: 'Mine' } });
      expect(renamed.status).toBe(401);
    },
    params: asking({ roles: ['owner', 'a.b', 'owner'] }),
    expect: {
      status: 200,
      body: { teamName: 'Red', userName: 'A person', roles: ['owner', 'a.b'], confirm: true },
      events: (world) => [`teams.red.memberships.${mine.of(world)}.update`],
      jobs: [],
    },
    async after(world) {
      expect(world.changes[0]?.audit).toMatchObject({ event: 'membership.update', resource: 'team/red' });
      expect((await world.call({ method: 'PUT', path: RED, as: 'other', body: { name: 'Mine' } })).status).toBe(200);
    },
  },
  ...(['key', 'admin'] as const).map((as) => ({
    name: `the ${as} replaces them`,
    as,
    given: mine.given,
    params: asking(),
    expect: { status: 200, body: { roles: ['owner'] } },
  })),
  {
    name: 'an owner may lay down its own role, and is none from then on',
    as: 'user',
    async given(world) {
      await mine.given(world);
      own.set(world, (await membershipsOf(world)).find(({ userId }) => userId === world.user.id)?.$id ?? '');
    },
    params: (world) => ({ teamId: 'red', membershipId: own.get(world), roles: [] }),
    expect: { status: 200, body: { roles: [] } },
    after: async ({ call }) =>
      expect((await call({ method: 'PUT', path: RED, as: 'user', body: { name: 'x' } })).status).toBe(401),
  },
  ...(['PATCH', 'DELETE'] as const).map(
    (method): Scenario => ({
      name: `of two owners who ${method} each other at once, one stays`,
      as: 'key',
      async given(world) {
        await mine.given(world);
        own.set(world, (await membershipsOf(world)).find(({ userId }) => userId === world.user.id)?.$id ?? '');
      },
      params: asking(),
      expect: { status: 200, body: { roles: ['owner'] } },
      async after(world) {
        const against = (as: 'user' | 'other', id: string | undefined) =>
          world.call({
            method,
            path: `${RED}/memberships/${id}`,
            as,
            ...(method === 'PATCH' ? { body: { roles: ['editor'] } } : {}),
          });
        const answers = await Promise.all([against('user', mine.of(world)), against('other', own.get(world))]);
        expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
        expect([401, 404]).toContain(answers.find(({ status }) => status >= 300)?.status);
        expect((await membershipsOf(world)).filter(({ roles }) => roles.includes('owner'))).toHaveLength(1);
      },
    }),
  ),
  {
    name: 'a member cannot promote itself',
    as: 'other',
    given: mine.given,
    params: asking(),
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect(await rolesOf(world)).toEqual(['editor']),
  },
  {
    name: 'nor through a team of its own',
    as: 'other',
    async given(world) {
      await mine.given(world);
      await makeBlue(world);
    },
    params: asking({ teamId: 'blue' }),
    expect: { status: 404, type: 'team_membership_mismatch' },
    after: async (world) => expect(await rolesOf(world)).toEqual(['editor']),
  },
  {
    name: 'one that is not there is not found',
    as: 'user',
    given: mine.given,
    params: { teamId: 'red', membershipId: 'none', roles: [] },
    expect: { status: 404, type: 'membership_not_found' },
  },
  {
    name: 'one of a user who is gone stays as it is',
    as: 'user',
    async given(world) {
      await mine.given(world);
      const { connections, project, other } = world;
      await connections.store.write((transaction) => transaction.in(project.$internalId).delete('users', other.id));
    },
    params: asking(),
    expect: { status: 404, type: 'user_not_found' },
  },
  ...[['a/b'], ['*'], ['x'.repeat(37)], Array(101).fill('a'), 'owner', undefined].map((roles) => ({
    name: `the roles ${JSON.stringify(roles)?.slice(0, 12)} are refused`,
    as: 'user' as const,
    given: mine.given,
    params: asking({ roles }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...strangers({ membershipId: 'some', roles: [] }),
]);
