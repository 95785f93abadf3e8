import { scenarios } from '../../../../scenarios.js';
import { givenIndex, givenText, givenThings, inThings, refusalsInCollection } from '../../given.js';
import { listIndexes } from './list.js';

scenarios(listIndexes, [
  {
    name: 'lists all indexes in the order of their creation, whatever became of them',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      await givenIndex(world, 'b', 'key', ['title']);
      await givenIndex(world, 'a', 'fulltext', ['$id']);
    },
    params: inThings,
    expect: {
      status: 200,
      body: {
        total: 2,
        indexes: [
          { key: 'b', status: 'available' },
          { key: 'a', status: 'failed' },
        ],
      },
      events: [],
    },
  },
  ...refusalsInCollection(inThings),
]);
