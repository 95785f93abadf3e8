import { expect, it } from '@jest/globals';
import { messages } from '@plinth/definitions';
import { makeWorld, onBothProfiles, scenarios } from '../../scenarios.js';
import { deleteTeam } from './delete.js';
import { accept, add, invite, makeBlue, makeRed, membershipsOf, plainMembers, RED, strangers } from './given.js';

const params = { teamId: 'red' };

scenarios(deleteTeam, [
  {
    name: 'all memberships vanish with it, on the users side too',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await makeBlue(world);
      await add(world, world.other);
      await invite(world, { email: 'new@person.test' });
    },
    params,
    expect: { status: 204, events: ['teams.red.delete'], jobs: [messages.remove.name] },
    async after(world) {
      const [change] = world.changes;
      expect(JSON.parse(change?.payload ?? '')).toMatchObject({ $id: 'red', name: 'Red', total: 2 });
      expect(change?.audit).toMatchObject({ event: 'team.delete', resource: 'team/red' });
      const job = { type: 'team', project: world.project.$internalId, teamId: 'red' };
      expect(world.jobs[0]?.body).toMatchObject(job);
      expect(await membershipsOf(world)).toEqual([]);
      const path = `/v1/users/${world.other.id}/memberships`;
      const left = await world.call({ method: 'GET', path, as: 'key' });
      expect(left.body).toMatchObject({ total: 1, memberships: [{ teamId: 'blue' }] });
      for (const as of ['user', 'other', 'key'] as const)
        expect((await world.call({ method: 'GET', path: RED, as })).body.type).toBe('team_not_found');
    },
  },
  {
    name: 'its members hold nothing of a new team with its ID',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await add(world, world.other, ['owner']);
      expect((await world.call({ method: 'GET', path: RED, as: 'other' })).status).toBe(200);
    },
    params,
    expect: { status: 204 },
    async after(world) {
      await makeRed(world);
      expect((await world.call({ method: 'GET', path: RED, as: 'other' })).status).toBe(404);
      expect((await world.call({ method: 'GET', path: RED, as: 'user' })).body.total).toBe(1);
    },
  },
  ...(['key', 'admin'] as const).map((as) => ({
    name: `the ${as} deletes it`,
    as,
    given: makeRed,
    params,
    expect: { status: 204, events: ['teams.red.delete'] },
  })),
  {
    name: 'a member who may not stays one, with the team',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await add(world, world.other, ['ownwer']);
    },
    params,
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect(await membershipsOf(world)).toHaveLength(2),
  },
  plainMembers(),
  ...strangers(),
]);

scenarios(deleteTeam, [
  {
    name: 'a team of the console takes its projects with it, into which nobody gets any more',
    as: 'consoleUser',
    params: (world) => ({ teamId: world.teamId }),
    expect: { status: 204, events: (world) => [`teams.${world.teamId}.delete`], jobs: ['remove', 'remove'] },
    async after(world) {
      const { $id: projectId, $internalId: project } = world.project;
      expect(world.jobs.map(({ body }) => body)).toMatchObject([
        { type: 'project', project, projectId },
        { type: 'team', project: 0, teamId: world.teamId },
      ]);
      for (const as of ['key', 'user', 'admin'] as const)
        expect((await world.call({ method: 'GET', path: '/v1/teams', as })).body.type).toBe('project_not_found');
      expect(await world.connections.store.in(0).count('keys', { projectInternalId: project })).toBe(0);
    },
  },
  {
    name: 'a stranger on the console takes nothing',
    as: 'consoleOther',
    params: (world) => ({ teamId: world.teamId }),
    expect: { status: 404, type: 'team_not_found' },
    after: async (world) => expect(await world.connections.projects.open(world.project.$id)).not.toBeNull(),
  },
]);

onBothProfiles('a team', (stage) => {
  it('is deleted once by twenty at the same time, and those who join meanwhile leave nothing', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const invited = await invite(world);
    const remove = () => world.call({ method: 'DELETE', path: RED, as: 'user' });
    const [joined, ...answers] = await Promise.all([
      accept(world, invited),
      ...Array.from({ length: 20 }, () => remove()),
    ]);
    expect([200, 404]).toContain(joined.status);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(19).fill(404)]);
    expect(await membershipsOf(world)).toEqual([]);
  });

  it('does not get the ID of one whose members are not gone yet', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    await world.connections.store.write((transaction) =>
      transaction.in(world.project.$internalId).delete('teams', 'red'),
    );
    const body = { teamId: 'Red', name: 'Red' };
    const answer = await world.call({ method: 'POST', path: '/v1/teams', as: 'other', body });
    expect(answer).toMatchObject({ status: 409, body: { type: 'team_already_exists' } });
  });
});
