import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { getWebhook } from './get.js';

const plain = member();
const ids = new WeakMap<World, string>();
const make = async (world: World) => {
  ids.set(
    world,
    await makeChild(world, 'webhooks', {
      name: 'Hook',
      url: 'https://hook.test/in',
      events: ['users.*'],
      security: true,
    }),
  );
};
const params = (world: World) => ({ projectId: world.project.$id, webhookId: ids.get(world) });

scenarios(getWebhook, [
  {
    name: 'shows all of it',
    as: 'consoleUser',
    given: make,
    params,
    expect: { status: 200, body: { name: 'Hook', url: 'https://hook.test/in', events: ['users.*'], httpPass: '' } },
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
    params: (world) => ({ projectId: world.project.$id, webhookId: 'nowhere' }),
    expect: { status: 404, type: 'webhook_not_found' },
  },
]);
