import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { updatePlatform } from './update.js';

const plain = member();
const ids = new WeakMap<World, string>();
const make = async (world: World) => {
  const body = { type: 'android', name: 'App', key: 'com.app', store: 'shop' };
  ids.set(world, await makeChild(world, 'platforms', body));
};
const params = (world: World) => ({
  projectId: world.project.$id,
  platformId: ids.get(world),
  name: 'New',
  key: 'com.new',
});

scenarios(updatePlatform, [
  {
    name: 'replaces everything but the kind',
    as: 'consoleUser',
    given: make,
    params: (world) => ({ ...params(world), type: 'web' }),
    expect: { status: 200, body: { type: 'android', name: 'New', key: 'com.new', store: '' } },
  },
  {
    name: 'a plain member of the team may not',
    async given(world) {
      await make(world);
      await plain.given(world);
    },
    headers: plain.headers,
    project: 'console',
    params,
    expect: { status: 401, type: 'user_unauthorized' },
  },
  {
    name: 'others do not see the project',
    as: 'consoleOther',
    given: make,
    params,
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'one that is not there is refused',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), platformId: 'nowhere' }),
    expect: { status: 404, type: 'platform_not_found' },
  },
  {
    name: 'a name is needed',
    as: 'consoleUser',
    given: make,
    params: (world) => ({ projectId: world.project.$id, platformId: ids.get(world) }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
