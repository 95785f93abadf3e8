import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { both, webhooks } from '../child-scenarios.js';
import { updateWebhook } from './update.js';

const keys = new WeakMap<World, string>();
const make = both(
  webhooks.make({
    name: 'Hook',
    url: 'https://hook.test',
    events: ['users.*'],
    security: true,
    httpUser: 'me',
    httpPass: 'x',
  }),
  async (world) => keys.set(world, (await webhooks.stored(world))?.signatureKey ?? ''),
);
const change = { name: 'New', url: 'http://new.test', events: ['teams.*'], security: false };
const params = (world: World) => webhooks.params(world, change);

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
  ...webhooks.writes(change),
  {
    name: 'a broken pattern is refused',
    as: 'consoleUser',
    given: make,
    params: (world) => ({ ...params(world), events: ['users'] }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
