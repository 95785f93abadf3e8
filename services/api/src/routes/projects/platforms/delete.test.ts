import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { platforms } from '../child-scenarios.js';
import { deletePlatform } from './delete.js';

scenarios(deletePlatform, [
  {
    name: 'takes it away at once',
    as: 'consoleUser',
    given: platforms.make(),
    params: (world) => platforms.params(world),
    expect: { status: 204, events: [], jobs: [] },
    after: async (world) => expect(await platforms.stored(world)).toBeNull(),
  },
  ...platforms.writes({}, 204),
]);
