import { scenarios } from '../../../scenarios.js';
import { changeUser } from '../../account/fixtures.js';
import { add, kept, makeBlue, makeRed, membershipsOf, RED, strangers } from '../given.js';
import { getMembership } from './get.js';

const mine = kept(async (world) => {
  await makeRed(world);
  return add(world, world.other, ['editor']);
});
const params = (world: Parameters<typeof mine.of>[0]) => ({ teamId: 'red', membershipId: mine.of(world) });

scenarios(getMembership, [
  ...(['user', 'other', 'key', 'admin'] as const).map((as) => ({
    name: `the ${as === 'other' ? 'member' : as} sees it`,
    as,
    given: mine.given,
    params,
    expect: { status: 200, body: { teamId: 'red', teamName: 'Red', roles: ['editor'], confirm: true }, events: [] },
  })),
  {
    name: 'it has the names of now',
    as: 'user',
    async given(world) {
      await mine.given(world);
      await world.call({ method: 'PUT', path: RED, as: 'user', body: { name: 'Crimson' } });
      await changeUser({ ...world, user: world.other }, { name: 'Zoë', email: 'zoe@x.test' });
    },
    params,
    expect: { status: 200, body: { teamName: 'Crimson', userName: 'Zoë', userEmail: 'zoe@x.test' } },
  },
  {
    name: 'one that is not there is not found',
    as: 'user',
    given: mine.given,
    params: { teamId: 'red', membershipId: 'none' },
    expect: { status: 404, type: 'membership_not_found' },
  },
  ...strangers({ membershipId: 'some' }),
]);

const foreign = kept(async (world) => {
  await makeRed(world);
  await makeBlue(world);
  return (await membershipsOf(world, 'blue'))[0]?.$id ?? '';
});

scenarios(getMembership, [
  {
    name: 'the path of an own team does not lead to those of others',
    as: 'user',
    given: foreign.given,
    params: (world) => ({ teamId: 'red', membershipId: foreign.of(world) }),
    expect: { status: 404, type: 'membership_not_found' },
  },
]);
