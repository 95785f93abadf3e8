import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../../scenarios.js';
import { createIn, givenText, inThings } from '../../../given.js';
import { type ChangeOfAttribute, givenAttribute, updates } from '../scenarios.js';
import { updateEnumAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'enum',
  least: { elements: ['Méd', 'été'] },
  view: { type: 'string', format: 'enum', elements: ['Méd', 'été'] },
  fitting: 'été',
  terms: { elements: ['Méd', 'été'] },
  foreign: ['string', { size: 10 }],
};

scenarios(updateEnumAttribute, updates(type));

const params = { ...inThings, key: 'k', required: false, default: null };

scenarios(updateEnumAttribute, [
  {
    name: 'replaces the elements, for the next write already',
    as: 'key',
    given: (world) => givenAttribute(world, type),
    params: { ...params, elements: ['new'] },
    expect: { status: 200, body: { elements: ['new'] } },
    async after(world) {
      const store = (k: string) => createIn(world, 'documents', { documentId: 'unique()', data: { k } });
      expect([(await store('new')).status, (await store('été')).status]).toEqual([201, 400]);
    },
  },
  ...[{ elements: [] }, { elements: ['a'], default: 'b' }].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: (world: World) => givenAttribute(world, type),
    params: { ...params, ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
  {
    name: 'an empty element is refused',
    as: 'key',
    given: (world) => givenAttribute(world, type),
    params: { ...params, elements: ['a', ''] },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'elements for which the row has no room are refused',
    as: 'key',
    async given(world) {
      await givenAttribute(world, type);
      await givenText(world, 'wide', { size: 15990 });
    },
    params: { ...params, elements: ['x'.repeat(100)] },
    expect: { status: 400, type: 'attribute_limit_exceeded' },
  },
]);
