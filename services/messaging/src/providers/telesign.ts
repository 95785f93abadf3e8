import { basic, digits, member, type Provider } from './provider.js';

/** https://developer.telesign.com: the user is the customer ID. Numbers are digits only. */
export const telesign: Provider = {
  name: 'Telesign',
  origin: 'https://rest-ww.telesign.com',
  request: ({ from, to, text }, access) => ({
    path: '/v1/messaging',
    headers: basic(access),
    body: new URLSearchParams({
      phone_number: digits(to),
      message: text,
      message_type: 'OTP',
      sender_id: digits(from),
    }),
  }),
  codeOf: (answer) => member(member(answer, 'status'), 'code'),
};
