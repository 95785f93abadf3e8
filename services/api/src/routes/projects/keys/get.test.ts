import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { getKey } from './get.js';

const plain = member();
const ids = new WeakMap<World, string>();
const make = async (world: World) => {
  ids.set(world, await makeChild(world, 'keys', { name: 'Second', scopes: ['users.read'] }));
};
const params = (world: World) => ({ projectId: world.project.$id, keyId: ids.get(world) });

scenarios(getKey, [
  {
    name: 'shows all of it',
    as: 'consoleUser',
    given: make,
    params,
    expect: { status: 200, body: { name: 'Second', scopes: ['users.read'], sdks: [] } },
  },
  {
    name: 'a plain member of the team sees it',
    async given(world) {
      await make(world);
      await plain.given(world);
    },
    headers: plain.headers,
    project: 'console',
    params,
    expect: { status: 200 },
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
    params: (world) => ({ projectId: world.project.$id, keyId: 'nowhere' }),
    expect: { status: 404, type: 'key_not_found' },
  },
]);
