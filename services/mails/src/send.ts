/** One mail of the queue. Source: workers.md §8. */
import { type Handler, PermanentError } from '@plinth/bus';
import type { Connections } from '@plinth/core';
import type { Mail } from '@plinth/definitions';
import type { SendMailOptions, Transporter } from 'nodemailer';
import { type MailValues, oneLine, renderMail, senderName } from './render.js';
import { isRefusal } from './smtp.js';

type Dependencies = Pick<Connections, 'cache' | 'config' | 'secrets' | 'log'>;

/** A repeated delivery of a message within this time is not sent again. */
const REMEMBERED_MILLISECONDS = 10 * 60 * 1000;

export function mailSender(dependencies: Dependencies, smtp: Transporter): Handler<Mail> {
  const { cache, log } = dependencies;
  return async (mail, { id }) => {
    if (Date.parse(mail.expire) < Date.now()) {
      log.info({ id, template: mail.template }, 'a mail is dropped: its link has expired');
      return;
    }
    const message = compose(dependencies, mail, id);
    const key = `mail:${id}`;
    if (!(await claim(dependencies, key))) return;
    try {
      await smtp.sendMail(message);
    } catch (error) {
      await cache.delete(key);
      if (isRefusal(error))
        throw new PermanentError(`The mail server refuses this mail with ${error.responseCode}.`, { cause: error });
      throw error;
    }
    await remember(dependencies, key);
  };
}

function compose({ config, secrets }: Dependencies, mail: Mail, id: string): SendMailOptions {
  const { systemEmailAddress: address, systemEmailName } = config.general;
  const values = openValues(secrets, mail.sealed);
  const { subject, text, html } = renderMail(mail.template, mail.locale, values);
  const name = oneLine(mail.from === '' ? decoded(systemEmailName) : senderName(mail.from, mail.locale));
  return {
    from: { name, address },
    replyTo: { name, address },
    to: { name: oneLine(mail.toName), address: mail.to },
    // Names never decide where a mail goes.
    envelope: { from: address, to: [mail.to] },
    // The same over all attempts, so that a mailbox can tell a repetition.
    messageId: `<${id}@${address.split('@').at(-1)}>`,
    subject,
    text,
    html,
  };
}

/** The sealed parameters; what was sealed with another key no retry can open. */
function openValues(secrets: Dependencies['secrets'], sealed: string): MailValues {
  try {
    return JSON.parse(secrets.open(sealed)) as MailValues;
  } catch (error) {
    throw new PermanentError('The parameters of a mail cannot be opened.', { cause: error });
  }
}

/** The name may be URL-encoded, for files of variables that know no blanks. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a plain name with a per cent sign
  }
}

/** Whether this delivery is the one that sends. */
async function claim({ cache, config }: Dependencies, key: string): Promise<boolean> {
  if (await cache.add(key, 'sending', REMEMBERED_MILLISECONDS)) return true;
  // Left by a process that died in the middle: nobody knows whether the mail went out, the setting decides.
  return (await cache.get(key)) !== 'sent' && !config.smtp.atMostOnce;
}

async function remember({ cache, log }: Dependencies, key: string): Promise<void> {
  try {
    await cache.set(key, 'sent', REMEMBERED_MILLISECONDS);
  } catch (error) {
    // It is sent: failing now would send it again.
    log.warn({ error, key }, 'a sent mail could not be noted');
  }
}
