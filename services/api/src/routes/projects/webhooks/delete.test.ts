import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { webhooks } from '../child-scenarios.js';
import { deleteWebhook } from './delete.js';

scenarios(deleteWebhook, [
  {
    name: 'takes it away at once',
    as: 'consoleUser',
    given: webhooks.make(),
    params: (world) => webhooks.params(world),
    expect: { status: 204, events: [], jobs: [] },
    after: async (world) => expect(await webhooks.stored(world)).toBeNull(),
  },
  ...webhooks.writes({}, 204),
]);
