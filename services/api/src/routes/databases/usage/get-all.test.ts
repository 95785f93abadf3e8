import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { make } from '../given.js';
import { getDatabasesUsage } from './get-all.js';
import { usageScenarios } from './scenarios.js';

usageScenarios({
  route: getDatabasesUsage,
  model: 'usageDatabases',
  refusals: (['guest', 'user'] as const).map((as) => ({
    name: `a ${as} is refused`,
    as,
    expect: { status: 401, type: 'general_unauthorized_scope' },
  })),
});

scenarios(getDatabasesUsage, [
  {
    name: 'comes before a database of the same name, which keeps its own',
    as: 'key',
    given: (world) => make(world, 'POST', '/databases', { databaseId: 'usage', name: 'Usage' }),
    expect: { status: 200, body: { range: '30d' } },
    async after(world, { body }) {
      expect(body.databasesCount).toHaveLength(30);
      expect((await make(world, 'GET', '/databases/usage/usage')).body.databasesCount).toBeUndefined();
    },
  },
]);
