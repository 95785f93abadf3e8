import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { add, invite, kept, makeBlue, makeRed, membershipsOf, people, strangers } from '../given.js';
import { listTeamMemberships } from './list.js';

async function fill(world: World): Promise<void> {
  await makeRed(world);
  await makeBlue(world);
  await add(world, world.other, ['editor']);
  await invite(world, { email: 'new@x.test', name: 'New' });
}
const names = (body: Record<string, unknown>) =>
  (body.memberships as { userName: string; userEmail: string }[]).map(({ userName }) => userName);

scenarios(listTeamMemberships, [
  ...(['user', 'other', 'key', 'admin'] as const).map((as) => ({
    name: `the ${as === 'other' ? 'member' : as} sees all, those too who are only invited`,
    as,
    given: fill,
    params: { teamId: 'red' },
    expect: {
      status: 200,
      body: {
        total: 3,
        memberships: [
          { teamName: 'Red', roles: ['owner'], confirm: true },
          { teamName: 'Red', roles: ['editor'], confirm: true },
          { teamName: 'Red', userName: 'New', userEmail: 'new@x.test', confirm: false, joined: '' },
        ],
      },
      events: [],
    },
    after: async (_: World, { body }: { body: object }) =>
      expect(JSON.stringify(body)).not.toMatch(/secret|InternalId/),
  })),
  {
    name: 'they are filtered and ordered',
    as: 'user',
    given: fill,
    params: { teamId: 'red', queries: ['equal("confirm", [true])', 'orderDesc("joined")', 'limit(1)'] },
    expect: { status: 200, body: { total: 2, memberships: [{ roles: ['editor'] }] } },
  },
  {
    name: 'those who are invited are found by that',
    as: 'user',
    given: fill,
    params: { teamId: 'red', queries: ['equal("confirm", [false])', 'isNull("joined")'] },
    expect: { status: 200, body: { total: 1, memberships: [{ userName: 'New' }] } },
  },
  {
    name: 'they are searched by the ID of the user',
    as: 'user',
    given: fill,
    params: (world) => ({ teamId: 'red', search: world.other.id }),
    expect: { status: 200, body: ({ other }) => ({ total: 1, memberships: [{ userId: other.id }] }) },
  },
  {
    name: 'names are there whatever is selected',
    as: 'user',
    given: fill,
    params: { teamId: 'red', queries: ['select(["confirm"])'] },
    expect: { status: 200, body: { total: 3 } },
    after: async (_, { body }) => expect(names(body)).toEqual(['A person', 'A person', 'New']),
  },
  {
    name: 'an ID of another team finds nothing of it',
    as: 'user',
    given: fill,
    params: { teamId: 'red', queries: ['equal("teamId", ["blue"])'] },
    expect: { status: 200, body: { total: 0 } },
  },
  {
    name: 'who is gone has no name any more, even if somebody new has the ID',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await add(world, world.other);
      const { store } = world.connections;
      await store.write(async (transaction) => {
        const writer = transaction.in(world.project.$internalId);
        await writer.delete('users', world.other.id);
        await writer.create('users', { $id: world.other.id, name: 'Somebody else', email: 'else@x.test' });
      });
    },
    params: { teamId: 'red' },
    expect: { status: 200, body: { total: 2 } },
    after: async (_, { body }) => expect(names(body)).toEqual(['A person', '']),
  },
  {
    name: 'many of them take no more statements than one',
    as: 'user',
    async given(world) {
      await makeRed(world);
      for (const person of await people(world, 30)) await add(world, person);
    },
    params: { teamId: 'red', queries: ['limit(100)'] },
    expect: { status: 200, body: { total: 31 } },
    async after(world, { body }) {
      expect(new Set(names(body))).toEqual(new Set(['A person']));
      const { engine } = world.connections.store;
      const all = engine.all.bind(engine);
      let statements = 0;
      engine.all = (...given) => {
        statements++;
        return all(...given);
      };
      try {
        await world.call({ method: 'GET', path: '/v1/teams/red/memberships?queries[]=limit(100)', as: 'user' });
      } finally {
        engine.all = all;
      }
      expect(statements).toBeLessThanOrEqual(8);
    },
  },
  {
    name: 'what is no attribute is refused',
    as: 'user',
    given: makeRed,
    params: { teamId: 'red', queries: ['equal("secret", ["x"])'] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...strangers(),
]);

const foreign = kept(async (world) => {
  await fill(world);
  return (await membershipsOf(world, 'blue'))[0]?.$id ?? '';
});

scenarios(listTeamMemberships, [
  {
    name: 'a cursor of another team is none here',
    as: 'user',
    given: foreign.given,
    params: (world) => ({ teamId: 'red', queries: [`cursorAfter("${foreign.of(world)}")`] }),
    expect: { status: 400, type: 'general_cursor_not_found' },
  },
]);
