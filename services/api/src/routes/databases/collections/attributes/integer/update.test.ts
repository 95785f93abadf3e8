import { scenarios, type World } from '../../../../../scenarios.js';
import { inThings } from '../../../given.js';
import { type ChangeOfAttribute, givenAttribute, updates } from '../scenarios.js';
import { updateIntegerAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'integer',
  least: {},
  view: { type: 'integer', min: -10, max: 10 },
  fitting: 5,
  terms: { min: -10, max: 10 },
  foreign: ['float', {}],
};

scenarios(updateIntegerAttribute, updates(type));

scenarios(updateIntegerAttribute, [
  {
    name: 'takes the bounds back that an attribute without bounds shows',
    as: 'key',
    given: (world) => givenAttribute(world, type),
    params: { ...inThings, key: 'k' },
    rawBody: '{"required":false,"min":-9223372036854775808,"max":9223372036854775807,"default":null}',
    expect: { status: 200, body: { min: -9223372036854775808n, max: 9223372036854775807n } },
  },
  {
    name: 'takes them back from clients whose numbers are doubles, too',
    as: 'key',
    given: (world) => givenAttribute(world, type),
    params: { ...inThings, key: 'k' },
    rawBody: '{"required":false,"min":-9223372036854776000,"max":9223372036854776000,"default":null}',
    expect: { status: 200, body: { min: -9223372036854775808n, max: 9223372036854775807n } },
  },
  ...['9223372036854776001', '9223372036854777856', '1e19', '1e400', '"9223372036854776000"'].map((max) => ({
    name: `the bound ${max} is refused`,
    as: 'key' as const,
    given: (world: World) => givenAttribute(world, type),
    params: { ...inThings, key: 'k' },
    rawBody: `{"required":false,"min":0,"max":${max},"default":null}`,
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...[
    { min: 2, max: 1, default: null },
    { min: 1, max: 3, default: 4 },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: (world: World) => givenAttribute(world, type),
    params: { ...inThings, key: 'k', required: false, ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
]);
