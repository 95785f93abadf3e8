import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { deliverer } from './deliver.js';
import { dispatcher } from './dispatch.js';
import { LIMITS, type Limits } from './limits.js';
import { openSender } from './sender.js';

/** The service with other limits, for tests. */
export const makeWebhooks = (limits: Limits): Service<Connections> => ({
  name: 'webhooks',
  async start(connections) {
    const { bus, config, metrics } = connections;
    const sender = openSender({ limits, denyPrivate: config.webhooks.denyPrivate });
    const deliver = deliverer(connections, sender, limits);
    const dispatch = dispatcher(connections);
    const queue = { ...messages.webhook, attempts: config.webhooks.maxAttempts };
    const worker = await bus.work(queue, deliver);
    const consumer = await bus.consume(messages.change, 'webhooks', (change, { id }) => dispatch(change, id));
    metrics.gauge('webhooks_waiting', 'Deliveries that wait or are in hand.', () => bus.size(messages.webhook.name));
    return async () => {
      await consumer.stop();
      await worker.stop();
      await sender.close();
    };
  },
});

/** Tells the webhooks of a project what happened in it. */
export const webhooks = makeWebhooks(LIMITS);
