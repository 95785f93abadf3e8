import { expect } from '@jest/globals';
import { joinTeam, scenarios, type World } from '../../../scenarios.js';
import { of, refusals } from '../given.js';
import { listUserMemberships } from './list.js';

async function join(world: World, teamId: string): Promise<void> {
  const { connections, project, user } = world;
  await world.call({ method: 'POST', path: '/v1/teams', as: 'key', body: { teamId, name: `Team ${teamId}` } });
  const team = await connections.store.in(project.$internalId).get('teams', teamId);
  const place = { id: teamId, internalId: team?.$internalId ?? 0 };
  await joinTeam(connections, project.$internalId, user, place, ['editor']);
}

const changeMemberships = async ({ connections, project, user }: World, change: object): Promise<void> => {
  const { $internalId } = project;
  const rows = await connections.store.in($internalId).findAll('memberships', { userInternalId: user.internalId });
  await connections.store.write(async (transaction) => {
    for (const { $id } of rows) await transaction.in($internalId).update('memberships', $id, change);
  });
};

scenarios(listUserMemberships, [
  {
    name: 'lists those of the user with the names of now',
    as: 'key',
    async given(world) {
      await join(world, 'red');
      await join(world, 'blue');
      const rename = (path: string, body: object) => world.call({ method: 'PATCH', path, as: 'key', body });
      await rename(`/v1/users/${world.user.id}/name`, { name: 'Ann' });
    },
    params: of(),
    expect: { status: 200, body: { total: 2 }, events: [] },
    async after({ user }, { body }) {
      const one = { userId: user.id, userName: 'Ann', userEmail: user.email, roles: ['editor'], confirm: true };
      expect(body.memberships).toMatchObject([
        { ...one, teamId: 'red', teamName: 'Team red' },
        { ...one, teamId: 'blue', teamName: 'Team blue' },
      ]);
      expect(JSON.stringify(body)).not.toContain('secret');
    },
  },
  {
    name: 'those that are not confirmed are listed too',
    as: 'admin',
    async given(world) {
      await join(world, 'red');
      await changeMemberships(world, { confirm: false, joined: null });
    },
    params: of(),
    expect: { status: 200, body: { total: 1, memberships: [{ confirm: false, joined: '' }] } },
  },
  {
    name: 'a team that has the ID of the old one is not taken for it',
    as: 'key',
    async given(world) {
      await join(world, 'red');
      await changeMemberships(world, { teamInternalId: 999_999 });
    },
    params: of(),
    expect: { status: 200, body: { total: 1, memberships: [{ teamId: 'red', teamName: '' }] } },
  },
  {
    name: 'more than one statement takes are listed in order',
    as: 'key',
    async given({ connections, project, user }) {
      for (let number = 1; number <= 101; number++)
        await joinTeam(connections, project.$internalId, user, { id: `t${number}`, internalId: 10_000 + number }, []);
    },
    params: of(),
    expect: { status: 200, body: { total: 101 } },
    after: async ({ user }, { body }) =>
      expect((body.memberships as unknown[])[100]).toMatchObject({ teamId: 't101', userEmail: user.email }),
  },
  {
    name: 'somebody without any has an empty list',
    as: 'key',
    given: (world) => join(world, 'red'),
    params: ({ other }) => ({ userId: other.id }),
    expect: { status: 200, body: { total: 0, memberships: [] } },
  },
  ...refusals(),
]);
