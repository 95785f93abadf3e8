import { givenDatabase, refusalsInDatabase } from '../given.js';
import { getDatabaseUsage } from './get.js';
import { usageScenarios } from './scenarios.js';

const params = { databaseId: 'db' };

usageScenarios({
  route: getDatabaseUsage,
  model: 'usageDatabase',
  given: givenDatabase,
  params,
  refusals: refusalsInDatabase(params),
});
