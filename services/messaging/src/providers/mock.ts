import { json, type Provider } from './provider.js';

/** Shows tests what would have been sent. */
export const mock: Provider = {
  name: 'the mock',
  origin: null,
  request: ({ from, to, text }, { user, secret }) => ({
    path: '',
    headers: { ...json, 'User-Agent': 'Appwrite Mock Message Sender', 'X-Username': user, 'X-Key': secret },
    body: JSON.stringify({ message: text, from, to }),
  }),
};
