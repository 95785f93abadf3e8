import { digits, json, member, type Provider } from './provider.js';

/**
 * https://docs.msg91.com: texts are templates there, called flows, and `_APP_SMS_FROM` is the ID of one. It shows the
 * message with its variable `otp`. The user is the sender ID.
 */
export const msg91: Provider = {
  name: 'MSG91',
  origin: 'https://api.msg91.com',
  request: ({ from, to, text }, { user, secret }) => ({
    path: '/api/v5/flow/',
    headers: { ...json, authkey: secret },
    body: JSON.stringify({ flow_id: from, sender: user, mobiles: digits(to), otp: text }),
  }),
  codeOf: (answer) => member(answer, 'code'),
  verdict: (answer) => ({ outcome: member(answer, 'type') === 'error' ? 'refused' : 'sent' }),
};
