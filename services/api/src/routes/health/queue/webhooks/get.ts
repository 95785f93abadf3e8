import { messages } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { orFail } from '../../check.js';

export const getQueueWebhooks = route({
  name: 'health.getQueueWebhooks',
  method: 'GET',
  path: '/health/queue/webhooks',
  summary: 'Count the events and deliveries that wait for webhooks',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthQueue' },
  async action({ connections: { bus } }) {
    const names = [`${messages.change.name}/webhooks`, messages.webhook.name];
    const sizes = await orFail(() => Promise.all(names.map((name) => bus.size(name))));
    return { size: sizes.reduce((sum, size) => sum + size, 0) };
  },
});
