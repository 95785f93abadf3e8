import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';
import { mailSender } from './send.js';
import { openSmtp } from './smtp.js';

/** The service with other pauses between attempts, for tests. */
export const makeMails = (delaysSeconds: readonly number[]): Service<Connections> => ({
  name: 'mails',
  async start(connections) {
    const { bus, config, metrics } = connections;
    const smtp = openSmtp(config.smtp);
    // Without a server the API accepts no mail; what was accepted before the setting was taken away is let go.
    const handler = smtp ? mailSender(connections, smtp) : async () => undefined;
    const worker = await bus.work({ ...messages.mail, delaysSeconds }, handler);
    metrics.gauge('mails_waiting', 'Mails that wait or are in hand.', () => bus.size(messages.mail.name));
    return async () => {
      await worker.stop();
      smtp?.close();
    };
  },
});

/** Sends what the queue of mails holds. */
export const mails = makeMails(messages.mail.delaysSeconds);
