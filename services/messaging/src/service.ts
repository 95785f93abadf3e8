import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { textSender } from './send.js';
import { openSender, type SenderOptions } from './sender.js';

/** The service with other pauses between attempts and another host, for tests. */
export const makeMessaging = (
  delaysSeconds: readonly number[],
  options: Pick<SenderOptions, 'origin'> = {},
): Service<Connections> => ({
  name: 'messaging',
  async start(connections) {
    const { bus, config, metrics } = connections;
    const sender = openSender({ ...config.sms, ...options });
    // Without a provider the API accepts no text; what was accepted before the setting was taken away is let go.
    const handler = sender ? textSender(connections, sender) : async () => undefined;
    const worker = await bus.work({ ...messages.sms, delaysSeconds }, handler);
    metrics.gauge('texts_waiting', 'Text messages that wait or are in hand.', () => bus.size(messages.sms.name));
    return () => worker.stop();
  },
});

/** Sends what the queue of text messages holds. */
export const messaging = makeMessaging(messages.sms.delaysSeconds);
