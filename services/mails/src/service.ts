import type { Connections } from '@plinth/core';
import { messages } from '@plinth/definitions';
import type { Service } from '@plinth/service';

/** The service with other pauses between attempts, for tests. */
export const makeMails = (delaysSeconds: readonly number[]): Service<Connections> => ({
  name: 'mails',
  async start(connections) {
    const { bus, metrics } = connections;
    const { smtp, handler } = await openMailer(connections);
    const worker = await bus.work({ ...messages.mail, delaysSeconds }, handler);
    metrics.gauge('mails_waiting', 'Mails that wait or are in hand.', () => bus.size(messages.mail.name));
    return async () => {
      await worker.stop();
      smtp?.close();
    };
  },
});

/** Templates and their engine are loaded where there is a server to send by, so that others start without them. */
async function openMailer(connections: Connections) {
  const { smtp: settings } = connections.config;
  // Without a server the API accepts no mail; what was accepted before the setting was taken away is let go.
  if (!settings.host) return { smtp: null, handler: async () => undefined };
  const [{ openSmtp }, { mailSender }] = await Promise.all([import('./smtp.js'), import('./send.js')]);
  const smtp = openSmtp(settings);
  return { smtp, handler: smtp ? mailSender(connections, smtp) : async () => undefined };
}

/** Sends what the queue of mails holds. */
export const mails = makeMails(messages.mail.delaysSeconds);
