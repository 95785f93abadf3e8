import { expect, it } from '@jest/globals';
import { makeWorld, onBothProfiles, type Scenario, scenarios, type World } from '../../../scenarios.js';
import { accept, add, invite, kept, makeBlue, makeRed, membershipsOf, people, RED, totalOf } from '../given.js';
import { deleteMembership } from './delete.js';

const mine = kept(async (world) => {
  await makeRed(world);
  return add(world, world.other, ['editor']);
});
const invited = kept(async (world) => {
  await makeRed(world);
  return (await invite(world)).membershipId;
});
const owner = kept(async (world) => {
  await mine.given(world);
  return (await membershipsOf(world)).find(({ userId }) => userId === world.user.id)?.$id ?? '';
});
type Kept = typeof mine;
const of =
  (given: Kept, teamId = 'red') =>
  (world: World) => ({ teamId, membershipId: given.of(world) });
const removed = (given: Kept) => (world: World) => [`teams.red.memberships.${given.of(world)}.delete`];

const deleteUser = ({ connections, project, other }: World) =>
  connections.store.write((transaction) => transaction.in(project.$internalId).delete('users', other.id));

scenarios(deleteMembership, [
  {
    name: 'who leaves sees the team no more, and the rest is one less',
    as: 'other',
    given: mine.given,
    params: of(mine),
    expect: { status: 204, events: removed(mine), jobs: [] },
    async after(world) {
      const [change] = world.changes;
      expect(JSON.parse(change?.payload ?? '')).toMatchObject({
        $id: mine.of(world),
        teamName: 'Red',
        userName: 'A person',
        roles: ['editor'],
        confirm: true,
      });
      expect(change?.audit).toMatchObject({ event: 'membership.delete', resource: 'team/red' });
      expect((await world.call({ method: 'GET', path: RED, as: 'other' })).body.type).toBe('team_not_found');
      expect(await totalOf(world)).toBe(1);
    },
  },
  ...(['user', 'key', 'admin'] as const).map(
    (as): Scenario => ({
      name: `the ${as === 'user' ? 'owner' : as} removes a member`,
      as,
      given: mine.given,
      params: of(mine),
      expect: { status: 204, events: removed(mine) },
      after: async (world) => expect(await totalOf(world)).toBe(1),
    }),
  ),
  ...(
    [
      ['user', 'the owner takes back'],
      ['other', 'the invited one declines'],
    ] as const
  ).map(
    ([as, who]): Scenario => ({
      name: `an invitation that ${who} counted for nothing`,
      as,
      given: invited.given,
      params: of(invited),
      expect: { status: 204, events: removed(invited) },
      async after(world) {
        expect(await totalOf(world)).toBe(1);
        expect(await membershipsOf(world)).toHaveLength(1);
      },
    }),
  ),
  {
    name: 'the last owner may leave, and the team stays',
    as: 'user',
    given: owner.given,
    params: of(owner),
    expect: { status: 204 },
    after: async (world) => expect(await totalOf(world)).toBe(1),
  },
  {
    name: 'a plain member removes nobody',
    as: 'other',
    given: owner.given,
    params: of(owner),
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect(await totalOf(world)).toBe(2),
  },
  {
    name: 'what is left of a user who is gone, an owner takes away',
    as: 'user',
    async given(world) {
      await mine.given(world);
      await deleteUser(world);
    },
    params: of(mine),
    expect: { status: 204 },
    after: async (world) => expect(await totalOf(world)).toBe(1),
  },
  {
    name: 'a stranger finds no team',
    as: 'other',
    async given(world) {
      await makeRed(world);
      own.set(world, (await membershipsOf(world))[0]?.$id ?? '');
    },
    params: (world) => ({ teamId: 'red', membershipId: own.get(world) }),
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'the path of another team does not lead to it',
    as: 'other',
    async given(world) {
      await owner.given(world);
      await makeBlue(world);
    },
    params: of(owner, 'blue'),
    expect: { status: 404, type: 'team_membership_mismatch' },
    after: async (world) => expect(await totalOf(world)).toBe(2),
  },
  {
    name: 'one that is not there is not found',
    as: 'user',
    given: makeRed,
    params: { teamId: 'red', membershipId: 'none' },
    expect: { status: 404, type: 'team_invite_not_found' },
  },
  {
    name: 'a guest is refused',
    given: mine.given,
    params: of(mine),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'an ID that is none is refused',
    as: 'user',
    given: makeRed,
    params: { teamId: 'red', membershipId: '_none' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);

const own = new WeakMap<World, string>();

scenarios(deleteMembership, [
  {
    name: 'of a user who is gone nobody else takes anything away',
    given: async (world) => {
      await mine.given(world);
      await deleteUser(world);
      const [stranger] = await people(world, 1);
      cookies.set(world, stranger?.cookie ?? '');
    },
    headers: (world) => ({ cookie: cookies.get(world) ?? '' }),
    params: of(mine),
    expect: { status: 404, type: 'user_not_found' },
    after: async (world) => expect(await totalOf(world)).toBe(2),
  },
]);

const cookies = new WeakMap<World, string>();

onBothProfiles('the count of members', (stage) => {
  it('goes down once for twenty deletions of one at the same time', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const path = `${RED}/memberships/${await add(world, world.other)}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => world.call({ method: 'DELETE', path, as: at % 2 ? 'other' : 'user' })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(await totalOf(world)).toBe(1);
  });

  it('is right after twenty came and twenty went at once, deleted users among them', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const [leaving, coming] = [await people(world, 20), await people(world, 10)];
    const paths: string[] = [];
    for (const person of leaving) paths.push(`${RED}/memberships/${await add(world, person)}`);
    const invitations: Awaited<ReturnType<typeof invite>>[] = [];
    for (const { email } of coming) invitations.push(await invite(world, { email }));
    expect(await totalOf(world)).toBe(21);
    const answers = await Promise.all([
      ...paths.slice(0, 10).map((path) => world.call({ method: 'DELETE', path, as: 'user' })),
      ...leaving.slice(5).map(({ id }) => world.call({ method: 'DELETE', path: `/v1/users/${id}`, as: 'key' })),
      ...invitations.map((invitation) => accept(world, invitation)),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    const confirmed = (await membershipsOf(world)).filter(({ confirm }) => confirm);
    expect(confirmed).toHaveLength(11);
    expect(await totalOf(world)).toBe(11);
  });

  it('is never below none', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const path = `${RED}/memberships/${await add(world, world.other)}`;
    await world.connections.store.write((transaction) =>
      transaction.in(world.project.$internalId).update('teams', 'red', { total: 0 }),
    );
    expect((await world.call({ method: 'DELETE', path, as: 'user' })).status).toBe(204);
    expect(await totalOf(world)).toBe(0);
  });
});
