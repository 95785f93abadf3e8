import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { add, makeRed, membershipsOf, plainMembers, RED, strangers } from './given.js';
import { updateTeamName } from './update.js';

const params = { teamId: 'red', name: 'Crimson 👩‍👩‍👧‍👦' };

scenarios(updateTeamName, [
  {
    name: 'an owner renames the team, which is found by its new name',
    as: 'user',
    given: makeRed,
    params: { ...params, teamId: 'RED' },
    expect: { status: 200, body: { $id: 'red', name: params.name, total: 1 }, events: ['teams.red.update'] },
    async after({ call, changes }) {
      expect(changes[0]?.audit).toMatchObject({ event: 'team.update', resource: 'team/red' });
      expect(changes[0]?.realtime).toMatchObject({ roles: ['team:red'], channels: ['teams', 'teams.red'] });
      const search = async (word: string) =>
        (await call({ method: 'GET', path: `/v1/teams?search=${word}`, as: 'user' })).body.total;
      expect([await search('crimson'), await search('red')]).toEqual([1, 1]);
    },
  },
  ...(['key', 'admin'] as const).map((as) => ({
    name: `the ${as} renames it`,
    as,
    given: makeRed,
    params,
    expect: { status: 200, body: { name: params.name } },
  })),
  {
    name: 'who was made an owner may, with the session of before',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await add(world, world.other, ['editor']);
      const put = () => world.call({ method: 'PUT', path: RED, as: 'other', body: { name: 'x' } });
      expect((await put()).status).toBe(401);
      const mine = (await membershipsOf(world)).find(({ userId }) => userId === world.other.id);
      const body = { roles: ['editor', 'owner'] };
      await world.call({ method: 'PATCH', path: `${RED}/memberships/${mine?.$id}`, as: 'user', body });
    },
    params,
    expect: { status: 200, body: { name: params.name } },
  },
  {
    name: 'a team changed since the time that the client names keeps its name',
    as: 'user',
    given: makeRed,
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    params,
    expect: { status: 409, type: 'document_update_conflict' },
  },
  {
    name: 'a team not changed since then gets its new name',
    as: 'user',
    given: makeRed,
    headers: { 'x-appwrite-timestamp': '2999-01-01T00:00:00.000+00:00' },
    params,
    expect: { status: 200 },
  },
  {
    name: 'a time that is none is refused',
    as: 'user',
    given: makeRed,
    headers: { 'x-appwrite-timestamp': 'yesterday' },
    params,
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...[undefined, '', 'x'.repeat(129), 7, ['Red']].map((name) => ({
    name: `the name ${JSON.stringify(name)?.slice(0, 9)} is refused`,
    as: 'user' as const,
    given: makeRed,
    params: { teamId: 'red', name },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  plainMembers({ name: 'x' }),
  ...strangers({ name: 'x' }),
]);
