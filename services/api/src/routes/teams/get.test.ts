import { scenarios } from '../../scenarios.js';
import { getTeam } from './get.js';
import { add, makeRed, strangers } from './given.js';

scenarios(getTeam, [
  ...(['user', 'other', 'key', 'admin'] as const).map((as) => ({
    name: `the ${as === 'other' ? 'member' : as} sees it`,
    as,
    async given(world: Parameters<typeof makeRed>[0]) {
      await makeRed(world);
      await add(world, world.other, ['editor']);
    },
    params: { teamId: 'red' },
    expect: { status: 200, body: { $id: 'red', name: 'Red', total: 2, prefs: {} }, events: [] },
  })),
  ...strangers(),
]);
