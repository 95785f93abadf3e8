import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { givenThings, inThings, make, refusalsInCollection } from '../../given.js';
import { usageScenarios } from '../../usage/scenarios.js';
import { getCollectionUsage } from './get.js';

usageScenarios({
  route: getCollectionUsage,
  model: 'usageCollection',
  given: givenThings,
  params: inThings,
  refusals: refusalsInCollection(inThings),
});

scenarios(getCollectionUsage, [
  {
    name: 'has a series of deletions, and an older path for the database named default',
    as: 'key',
    given: givenThings,
    params: inThings,
    expect: { status: 200 },
    async after(world, { body }) {
      expect(body.documentsDelete).toHaveLength(30);
      await make(world, 'POST', '/databases', { databaseId: 'default', name: 'Default' });
      await make(world, 'POST', '/databases/default/collections', { collectionId: 'old', name: 'Old' });
      expect((await make(world, 'GET', '/database/old/usage?range=7d')).body.documentsDelete).toHaveLength(7);
    },
  },
]);
