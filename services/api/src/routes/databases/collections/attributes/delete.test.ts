import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { eventsOf, givenText, givenThings, inThings, readIn, refusalsInCollection, settle } from '../../given.js';
import { deleteAttribute } from './delete.js';

const params = { ...inThings, key: 'title' };

scenarios(deleteAttribute, [
  {
    name: 'takes an attribute away',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
    },
    params,
    expect: { status: 204 },
    async after(world) {
      expect(eventsOf(world)).toEqual(['databases.db.collections.things.attributes.title.delete']);
      const payload = JSON.parse(world.changes[0]?.payload ?? '');
      expect(payload).toMatchObject({ key: 'title', status: 'deleting', size: 100 });
      expect(world.changes[0]?.audit?.event).toBe('attribute.delete');
      await settle(world);
      expect((await readIn(world, 'attributes/title')).body.type).toBe('attribute_not_found');
    },
  },
  {
    name: 'an attribute that is not there is refused, also by another case of its key',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'Title');
    },
    params,
    expect: { status: 404, type: 'attribute_not_found' },
  },
  ...refusalsInCollection(params),
]);
