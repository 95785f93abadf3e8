import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { keys } from '../child-scenarios.js';
import { deleteKey } from './delete.js';

scenarios(deleteKey, [
  {
    name: 'takes it away at once',
    as: 'consoleUser',
    given: keys.make(),
    params: (world) => keys.params(world),
    expect: { status: 204, events: [], jobs: [] },
    after: async (world) => expect(await keys.stored(world)).toBeNull(),
  },
  ...keys.writes({}, 204),
]);
