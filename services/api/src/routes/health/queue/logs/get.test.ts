import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { getQueueLogs } from './get.js';

scenarios(getQueueLogs, [
  {
    name: 'it is counted what waits',
    as: 'key',
    expect: { status: 200 },
    // Test servers are shared, and whatever others left there waits too.
    after: async (_, answer) => expect(Number.isInteger(answer.body.size)).toBe(true),
  },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
