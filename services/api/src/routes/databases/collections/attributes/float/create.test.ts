import { expect } from '@jest/globals';
import { scenarios } from '../../../../../scenarios.js';
import { createIn, givenThings, inThings, settle } from '../../../given.js';
import { creations } from '../scenarios.js';
import { createFloatAttribute } from './create.js';

scenarios(
  createFloatAttribute,
  creations({
    tail: 'float',
    least: {},
    view: { type: 'double', min: -Number.MAX_VALUE, max: Number.MAX_VALUE },
    fitting: 2.5,
  }),
);

const params = { ...inThings, key: 'k', required: false };

scenarios(createFloatAttribute, [
  {
    name: 'takes numbers from the smallest to the largest',
    as: 'key',
    given: givenThings,
    params,
    expect: { status: 202 },
    async after(world) {
      await settle(world);
      for (const [at, k] of [3, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 1e3].entries())
        expect((await createIn(world, 'documents', { documentId: `d${at}`, data: { k } })).body.k).toBe(k);
    },
  },
  ...[
    { min: 2.5, max: 2.4 },
    { max: 1, default: 1.5 },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused, even before the database is looked up`,
    as: 'key' as const,
    params: { ...params, databaseId: 'nowhere', ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
  ...[{ min: true }, { max: 'many' }, { default: [1] }].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, ...wrong },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
