/** The setting that names a provider and how it knows us: `sms://user:secret@provider`. */
import { type Provider, providers } from './providers/index.js';

export interface Address {
  readonly provider: Provider;
  readonly user: string;
  readonly secret: string;
}

/** The host is the last part, so that a secret may hold an @ as it is. */
const FORM = /^sms:\/\/([^:@]*):(.*)@([^@:/?#]+)\/?$/i;
/** What may stand in a header line. */
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Faults name neither the user nor the secret: they are printed. */
export function readAddress(text: string): Address {
  const [, user = '', secret = '', name = ''] = FORM.exec(text.trim()) ?? [];
  if (name === '') throw new Error('_APP_SMS_PROVIDER must be of the form sms://user:secret@provider.');
  const provider = providers.get(name.toLowerCase());
  if (!provider)
    throw new Error(`_APP_SMS_PROVIDER names the provider ${name}; known are ${[...providers.keys()].join(', ')}.`);
  const address = { provider, user: decoded(user), secret: decoded(secret) };
  if (!PRINTABLE.test(address.user)) throw new Error('The user of _APP_SMS_PROVIDER is empty or holds odd characters.');
  if (!PRINTABLE.test(address.secret))
    throw new Error('The secret of _APP_SMS_PROVIDER is empty or holds odd characters.');
  return address;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written with a plain per cent sign
  }
}
