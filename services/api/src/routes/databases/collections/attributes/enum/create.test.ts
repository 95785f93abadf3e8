import { expect } from '@jest/globals';
import { scenarios } from '../../../../../scenarios.js';
import { createIn, givenDocuments, givenThings, inThings, settle } from '../../../given.js';
import { creations } from '../scenarios.js';
import { createEnumAttribute } from './create.js';

scenarios(
  createEnumAttribute,
  creations({
    tail: 'enum',
    least: { elements: ['Méd', 'été'] },
    view: { type: 'string', format: 'enum', elements: ['Méd', 'été'] },
    fitting: 'été',
  }),
);

const params = { ...inThings, key: 'k', required: false, elements: ['Méd', 'été'] };

scenarios(createEnumAttribute, [
  {
    name: 'takes its elements and nothing like them',
    as: 'key',
    given: givenThings,
    params: { ...params, elements: ['Méd', 'été', '日本', '👍'] },
    expect: { status: 202 },
    async after(world) {
      await settle(world);
      await givenDocuments(world, { k: 'Méd' }, { k: 'été' }, { k: '日本' }, { k: '👍' });
      for (const k of ['ete', 'méd', ''])
        expect((await createIn(world, 'documents', { documentId: 'x', data: { k } })).status).toBe(400);
    },
  },
  ...[
    { elements: ['a', ''] },
    { elements: [] },
    { elements: ['a'], default: 'b' },
    { elements: ['a'], default: 'A' },
    { elements: Array(5).fill('x'.repeat(4000)) },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong).slice(0, 50)} is refused, even before the database is looked up`,
    as: 'key' as const,
    params: { ...params, databaseId: 'nowhere', ...wrong },
    expect: { status: 400, type: 'attribute_value_invalid' },
  })),
  ...[{ elements: 'a' }, { elements: [1] }, { elements: Array(101).fill('a') }, { elements: ['x'.repeat(4097)] }].map(
    (wrong) => ({
      name: `${JSON.stringify(wrong).slice(0, 30)} is refused`,
      as: 'key' as const,
      given: givenThings,
      params: { ...params, ...wrong },
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
]);
