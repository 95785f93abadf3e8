import { expect, it } from '@jest/globals';
import { serversOf } from './nats.js';

const none = { user: '', password: '' };

it.each([
  ['nats://one:4222, two:4222', none, { servers: ['nats://one:4222', 'two:4222'] }],
  [
    `nats://us%3Aer:${encodeURIComponent('a$b#c"d\'e@f:g /')}@one:4222,nats://two:4222`,
    none,
    { servers: ['nats://one:4222', 'nats://two:4222'], user: 'us:er', pass: 'a$b#c"d\'e@f:g /' },
  ],
  ['nats://me:100%@one', none, { servers: ['nats://one'], user: 'me', pass: '100%' }],
  ['nats://me:secret@one', { user: 'you', password: 'a%20b' }, { servers: ['nats://one'], user: 'you', pass: 'a%20b' }],
])('credentials of %s are read whatever they hold', (servers, given, expected) => {
  expect(serversOf({ servers, ...given })).toEqual(expected);
});
