import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { updateWebhook } from './update.js';

const plain = member();
const ids = new WeakMap<World, string>();
const keys = new WeakMap<World, string>();
const stored = (world: World) => world.connections.store.in(0).get('webhooks', ids.get(world) ?? '');
const make = async (world: World) => {
  const body = {
    name: 'Hook',
    url: 'https://hook.test',
    events: ['users.*'],
    security: true,
    httpUser: 'me',
    httpPass: 'x',
  };
  ids.set(world, await makeChild(world, 'webhooks', body));
  keys.set(world, (await stored(world))?.signatureKey ?? '');
};
const params = (world: World) => ({
  projectId: world.project.$id,
  webhookId: ids.get(world),
  name: 'New',
  url: 'http://new.test',
  events: ['teams.*'],
  security: false,
});

scenarios(updateWebhook, [
  {
    name: 'replaces everything but the key that it signs with',
    as: 'consoleUser',
    given: make,
    params,
    expect: {
      status: 200,
      body: { name: 'New', url: 'http://new.test', events: ['teams.*'], security: false, httpUser: '', httpPass: '' },
    },
    after: async (world, { body }) => expect(body.signatureKey).toBe(keys.get(world)),
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
    params: (world) => ({ ...params(world), webhookId: 'nowhere' }),
    expect: { status: 404, type: 'webhook_not_found' },
  },
  {
    name: 'a broken pattern is refused',
    as: 'consoleUser',
    given: make,
    params: (world) => ({ ...params(world), events: ['users'] }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
