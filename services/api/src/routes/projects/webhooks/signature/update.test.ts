import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { both, webhooks } from '../../child-scenarios.js';
import { updateWebhookSignature } from './update.js';

const keys = new WeakMap<World, string>();
const make = both(webhooks.make(), async (world) =>
  keys.set(world, (await webhooks.stored(world))?.signatureKey ?? ''),
);

scenarios(updateWebhookSignature, [
  {
    name: 'has a new key made and changes nothing else',
    as: 'consoleUser',
    given: make,
    params: (world) => webhooks.params(world),
    expect: { status: 200, body: { name: 'Hook', events: ['users.*'] }, events: [] },
    async after(world, { body }) {
      expect(body.signatureKey).toMatch(/^[0-9a-f]{128}$/);
      expect(body.signatureKey).not.toBe(keys.get(world));
    },
  },
  ...webhooks.writes(),
]);
