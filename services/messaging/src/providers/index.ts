import { mock } from './mock.js';
import { msg91 } from './msg91.js';
import type { Provider } from './provider.js';
import { telesign } from './telesign.js';
import { textMagic } from './text-magic.js';
import { twilio } from './twilio.js';
import { vonage } from './vonage.js';

export type { Access, Provider, Text, TextRequest, Verdict } from './provider.js';

/** By the host that the setting names. */
export const providers: ReadonlyMap<string, Provider> = new Map(
  Object.entries({ twilio, 'text-magic': textMagic, telesign, msg91, vonage, mock }),
);
