import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { createIn, givenText, givenThings, inThings, make, refusalsInCollection, settle } from '../../given.js';
import { listAttributes } from './list.js';

scenarios(listAttributes, [
  {
    name: 'lists all attributes in the order of their creation, each shaped by its type',
    as: 'key',
    async given(world) {
      await givenThings(world);
      for (let at = 0; at < 30; at++) await createIn(world, 'attributes/boolean', { key: `k${at}`, required: false });
      await createIn(world, 'attributes/enum', { key: 'e', elements: ['a'], required: false });
      await settle(world);
    },
    params: inThings,
    expect: { status: 200, body: { total: 31 }, events: [] },
    after: async (_, { body }) => {
      const attributes = body.attributes as object[];
      expect(attributes).toHaveLength(31);
      const common = { status: 'available', required: false, array: false, default: null };
      expect(attributes[0]).toEqual({ key: 'k0', type: 'boolean', ...common });
      expect(attributes[30]).toEqual({ key: 'e', type: 'string', format: 'enum', elements: ['a'], ...common });
    },
  },
  {
    name: 'answers under the older path, where the database is named default',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await givenText(world, 'title');
    },
    params: inThings,
    expect: { status: 200 },
    after: async (world) => {
      await make(world, 'POST', '/databases', { databaseId: 'default', name: 'Default' });
      await make(world, 'POST', '/database/collections', { collectionId: 'old', name: 'Old' });
      const path = '/database/collections/old/attributes';
      await make(world, 'POST', `${path}/string`, { key: 'title', size: 5, required: false });
      expect((await make(world, 'GET', path)).body).toMatchObject({
        total: 1,
        attributes: [{ key: 'title', size: 5 }],
      });
    },
  },
  ...refusalsInCollection(inThings),
]);
