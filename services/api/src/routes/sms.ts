/** What routes that send text messages share. Source: workers.md §8. */
import { AppError, messages } from '@plinth/definitions';
import type { Call } from '../call.js';
import type { Writing } from '../writing.js';

type SmsCall = Pick<Call, 'connections'>;

export interface TextMessage {
  /** Phone number: + and digits. */
  readonly to: string;
  readonly text: string;
  /** ISO time after which the message is of no use. */
  readonly expire: string;
}

/** Refuses at once what could never be sent, before anything is stored. */
export function requireSms({ connections }: SmsCall): void {
  const { provider, from } = connections.config.sms;
  if (provider === '' || from === '') throw new AppError('general_phone_disabled');
}

/** Adds the message to what the write commits. Its text is sealed: it is a code, or a link with a secret. */
export function enqueueSms({ connections }: SmsCall, writing: Writing, { to, text, expire }: TextMessage): void {
  writing.enqueue(messages.sms, { to, body: connections.secrets.seal(text), expire });
}
