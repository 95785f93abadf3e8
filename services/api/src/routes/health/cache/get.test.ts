import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { getCache } from './get.js';

scenarios(getCache, [
  {
    name: 'it passes with the milliseconds that it took',
    as: 'key',
    expect: { status: 200, body: { status: 'pass' } },
    after: async (_, answer) => expect(Number.isInteger(answer.body.ping)).toBe(true),
  },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
