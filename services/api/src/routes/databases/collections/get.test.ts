import { scenarios } from '../../../scenarios.js';
import { givenIndex, givenText, givenThings, inThings, make, refusalsInCollection } from '../given.js';
import { getCollection } from './get.js';

scenarios(getCollection, [
  {
    name: 'gives a collection with its attributes and indexes, disabled or not',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      await givenIndex(world, 'byTitle', 'key', ['title', '$createdAt']);
      await make(world, 'PUT', '/databases/db/collections/things', { name: 'Things', enabled: false });
    },
    params: inThings,
    expect: {
      status: 200,
      body: {
        $id: 'things',
        enabled: false,
        attributes: [{ key: 'title', type: 'string', status: 'available', required: false, array: false, size: 100 }],
        indexes: [{ key: 'byTitle', type: 'key', status: 'available', attributes: ['title', '$createdAt'] }],
      },
      events: [],
    },
  },
  ...refusalsInCollection(inThings),
]);
