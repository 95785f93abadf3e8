import { expect } from '@jest/globals';
import { scenarios } from '../../../../../scenarios.js';
import { createIn, givenThings, inThings, readIn, settle } from '../../../given.js';
import { creations } from '../scenarios.js';
import { createIntegerAttribute } from './create.js';

scenarios(
  createIntegerAttribute,
  creations({
    tail: 'integer',
    least: {},
    view: { type: 'integer', min: -9223372036854775808n, max: 9223372036854775807n },
    fitting: 5,
  }),
);

const params = { ...inThings, key: 'k', required: false };

scenarios(createIntegerAttribute, [
  {
    name: 'has bounds of 64 bits, to the digit in the JSON text',
    as: 'key',
    given: givenThings,
    params,
    expect: { status: 202 },
    async after(world) {
      expect(world.changes[0]?.payload).toContain('"min":-9223372036854775808,"max":9223372036854775807');
      await settle(world);
      const { body } = await readIn(world, 'attributes/k');
      expect(body).toMatchObject({ min: -9223372036854775808n, max: 9223372036854775807n });
    },
  },
  {
    name: 'takes bounds and a default that no double can hold',
    as: 'key',
    given: givenThings,
    params: inThings,
    rawBody: '{"key":"k","required":false,"min":-9007199254740993,"max":9007199254740993,"default":9007199254740993}',
    expect: { status: 202, body: { min: -9007199254740993n, max: 9007199254740993n, default: 9007199254740993n } },
    async after(world) {
      await settle(world);
      const { body } = await createIn(world, 'documents', { documentId: 'x', data: { k: null } });
      expect(body.k).toBe(9007199254740993n);
    },
  },
  {
    name: 'bounds may be equal',
    as: 'key',
    given: givenThings,
    params: { ...params, min: 3, max: 3 },
    expect: { status: 202, body: { min: 3, max: 3 } },
  },
  ...[
    { min: 2, max: 1 },
    { max: 1, default: 2 },
    { min: 3, default: 2 },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused, even before the database is looked up`,
    as: 'key' as const,
    params: { ...params, databaseId: 'nowhere', ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
  ...[{ min: 1.5 }, { max: 'many' }, { default: true }, { default: [1] }].map((wrong) => ({
    name: `${JSON.stringify(wrong)} is refused`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, ...wrong },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
