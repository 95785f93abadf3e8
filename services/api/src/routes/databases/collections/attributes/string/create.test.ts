import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../../scenarios.js';
import { createIn, givenDocuments, givenThings, inThings, readIn, settle } from '../../../given.js';
import { creations } from '../scenarios.js';
import { createStringAttribute } from './create.js';

scenarios(
  createStringAttribute,
  creations({
    tail: 'string',
    least: { size: 10 },
    view: { type: 'string', size: 10 },
    fitting: 'ä',
  }),
);

const params = { ...inThings, key: 'k', required: false, size: 10 };

scenarios(createStringAttribute, [
  ...['', 'a'].map((preset) => ({
    name: `takes ${JSON.stringify(preset)} for a default`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, default: preset },
    expect: { status: 202, body: { default: preset } },
  })),
  ...[0, -1, 1.5, 1073741825, 'ten'].map((size) => ({
    name: `the size ${size} is refused`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, size },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...[16009, 16383].map((size) => ({
    name: `the size ${size} never fits a row`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, size },
    expect: { status: 400, type: 'attribute_limit_exceeded' },
  })),
  ...[1, 255, 256, 16008, 16384, 65535, 65536, 1000000, 1073741824].map((size) => ({
    name: `the size ${size} is counted in characters, not in bytes`,
    as: 'key' as const,
    given: givenThings,
    params: { ...params, size },
    expect: { status: 202, body: { size } },
    async after(world: World) {
      await settle(world);
      expect((await readIn(world, 'attributes/k')).body.status).toBe('available');
      if (size > 70000) return; // the body itself would take longest
      await givenDocuments(world, { k: '😀'.repeat(size) });
      const { body } = await createIn(world, 'documents', { documentId: 'x', data: { k: 'x'.repeat(size + 1) } });
      expect(body.type).toBe('document_invalid_structure');
    },
  })),
  {
    name: 'a default longer than the size is refused, even before the database is looked up',
    as: 'key',
    params: { ...params, databaseId: 'nowhere', default: 'x'.repeat(11) },
    expect: { status: 400, type: 'attribute_value_invalid' },
  },
  {
    name: 'a default of more than 16384 characters is refused',
    as: 'key',
    given: givenThings,
    params: { ...params, size: 20000, default: 'x'.repeat(16400) },
    expect: { status: 400, type: 'attribute_value_invalid' },
  },
]);
