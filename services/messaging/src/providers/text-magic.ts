import { digits, member, type Provider } from './provider.js';

/** https://docs.textmagic.com: numbers in international form without the plus. */
export const textMagic: Provider = {
  name: 'Text Magic',
  origin: 'https://rest.textmagic.com',
  request: ({ from, to, text }, { user, secret }) => ({
    path: '/api/v2/messages',
    headers: { 'X-TM-Username': user, 'X-TM-Key': secret },
    body: new URLSearchParams({ text, from: digits(from), phones: digits(to) }),
  }),
  codeOf: (answer) => member(answer, 'code'),
};
