import { scenarios } from '../../../../../scenarios.js';
import { inThings } from '../../../given.js';
import { type ChangeOfAttribute, givenAttribute, updates } from '../scenarios.js';
import { updateStringAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'string',
  least: { size: 10 },
  view: { type: 'string', size: 10 },
  fitting: 'ä',
  foreign: ['integer', {}],
};

scenarios(updateStringAttribute, updates(type));

scenarios(updateStringAttribute, [
  {
    name: 'a default longer than the size is refused',
    as: 'key',
    given: (world) => givenAttribute(world, type),
    params: { ...inThings, key: 'k', required: false, default: 'x'.repeat(11) },
    expect: { status: 400, type: 'attribute_value_invalid' },
  },
]);
