import { scenarios } from '../../../scenarios.js';
import { webhooks } from '../child-scenarios.js';
import { getWebhook } from './get.js';

scenarios(getWebhook, [
  {
    name: 'shows all of it',
    as: 'consoleUser',
    given: webhooks.make(),
    params: (world) => webhooks.params(world),
    expect: { status: 200, body: { name: 'Hook', url: 'https://hook.test/in', events: ['users.*'], httpPass: '' } },
  },
  ...webhooks.reads(),
]);
