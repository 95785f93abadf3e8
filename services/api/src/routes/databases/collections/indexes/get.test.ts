import { scenarios } from '../../../../scenarios.js';
import { givenIndex, givenText, givenThings, inThings, refusalsInCollection } from '../../given.js';
import { getIndex } from './get.js';

const params = { ...inThings, key: 'i' };

scenarios(getIndex, [
  {
    name: 'gives an index',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
      await givenIndex(world, 'i', 'unique', ['title']);
    },
    params,
    expect: { status: 200, body: { key: 'i', type: 'unique', status: 'available', attributes: ['title'] }, events: [] },
  },
  {
    name: 'an index that is not there is refused',
    as: 'key',
    given: givenThings,
    params,
    expect: { status: 404, type: 'index_not_found' },
  },
  ...refusalsInCollection(params),
]);
