/** One text message of the queue. Source: workers.md §8. */
import { type Handler, PermanentError } from '@plinth/bus';
import type { Connections } from '@plinth/core';
import type { Sms } from '@plinth/definitions';
import type { Sender } from './sender.js';

type Dependencies = Pick<Connections, 'cache' | 'config' | 'secrets' | 'log'>;

/** A repeated delivery of a message within this time is not sent again. */
const REMEMBERED_MILLISECONDS = 10 * 60 * 1000;

export function textSender(dependencies: Dependencies, sender: Sender): Handler<Sms> {
  const { cache, log } = dependencies;
  return async ({ to, body, expire }, { id }) => {
    if (Date.parse(expire) < Date.now()) {
      log.info({ id }, 'a text message is dropped: its code has expired');
      return;
    }
    const text = openText(dependencies, body);
    const key = `sms:${id}`;
    if (!(await claim(dependencies, key))) return;
    try {
      await sender.send({ to, text });
    } catch (error) {
      await cache.delete(key);
      throw error;
    }
    await remember(dependencies, key);
  };
}

/** The sealed text; what was sealed with another key no retry can open. */
function openText({ secrets }: Dependencies, body: string): string {
  try {
    return secrets.open(body);
  } catch (error) {
    throw new PermanentError('The text of a message cannot be opened.', { cause: error });
  }
}

/** Whether this delivery is the one that sends. */
async function claim({ cache, config }: Dependencies, key: string): Promise<boolean> {
  if (await cache.add(key, 'sending', REMEMBERED_MILLISECONDS)) return true;
  // Left by a process that died in the middle: nobody knows whether it went out, the setting decides.
  return (await cache.get(key)) !== 'sent' && !config.smtp.atMostOnce;
}

async function remember({ cache, log }: Dependencies, key: string): Promise<void> {
  try {
    await cache.set(key, 'sent', REMEMBERED_MILLISECONDS);
  } catch (error) {
    // It is sent: failing now would send it again.
    log.warn({ error, key }, 'a sent text message could not be noted');
  }
}
