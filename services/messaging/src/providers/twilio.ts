import { basic, member, type Provider } from './provider.js';

/** https://www.twilio.com/docs/messaging/api/message-resource: the user is the account SID, the secret its token. */
export const twilio: Provider = {
  name: 'Twilio',
  origin: 'https://api.twilio.com',
  request: ({ from, to, text }, access) => ({
    path: `/2010-04-01/Accounts/${encodeURIComponent(access.user)}/Messages.json`,
    headers: basic(access),
    body: new URLSearchParams({ To: to, From: from, Body: text }),
  }),
  codeOf: (answer) => member(answer, 'code'),
};
