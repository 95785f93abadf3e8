import { scenarios, type World } from '../../../../../scenarios.js';
import { inThings } from '../../../given.js';
import { type ChangeOfAttribute, givenAttribute, updates } from '../scenarios.js';
import { updateFloatAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'float',
  least: {},
  view: { type: 'double', min: -10, max: 10.5 },
  fitting: 2.5,
  terms: { min: -10, max: 10.5 },
  foreign: ['integer', {}],
};

scenarios(updateFloatAttribute, updates(type));

scenarios(updateFloatAttribute, [
  ...[
    { min: 2, max: 1.9, default: null },
    { min: 1, max: 3, default: 3.1 },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: (world: World) => givenAttribute(world, type),
    params: { ...inThings, key: 'k', required: false, ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
]);
