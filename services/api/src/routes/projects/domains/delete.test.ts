import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { DOMAIN_TARGET, domains } from '../child-scenarios.js';
import { deleteDomain } from './delete.js';

scenarios(
  deleteDomain,
  [
    {
      name: 'takes it away at once',
      as: 'consoleUser',
      given: domains.make(),
      params: (world) => domains.params(world),
      expect: { status: 204, events: [], jobs: [] },
      after: async (world) => expect(await domains.stored(world)).toBeNull(),
    },
    ...domains.writes({}, 204),
  ],
  { _APP_DOMAIN_TARGET: DOMAIN_TARGET },
);
