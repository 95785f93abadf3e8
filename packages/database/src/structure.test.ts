import { describe, expect, it } from '@jest/globals';
import { sqliteDialect } from './adapters/sqlite/dialect.js';
import { attribute } from './contract.js';
import { StructureError } from './errors.js';
import { type AttributeSchema, Collection } from './schema.js';
import { changedStructure, checkValue, structureOf } from './structure.js';

const cipher = { seal: (text: string) => text, open: (text: string) => text };
const collectionOf = (...attributes: AttributeSchema[]) =>
  new Collection(
    {
      table: 'p1_c1',
      shared: false,
      scope: null,
      attributes,
      indexes: [],
      permissions: [],
      documentSecurity: false,
      strict: true,
      version: 1,
      constants: {},
    },
    sqliteDialect,
    cipher,
  );

interface Row {
  readonly attribute: AttributeSchema;
  readonly same?: readonly unknown[];
  readonly becomes?: readonly (readonly [unknown, unknown])[];
  readonly refused: readonly unknown[];
}

const max = 2n ** 63n - 1n;
const min = -(2n ** 63n);
const elements = ['Méd', 'été', '日本', '👍'];

const table: Record<string, Row> = {
  string: {
    attribute: attribute('x', { type: 'string', size: 4 }),
    same: ['', 'abcd', '👍👍👍👍', '\0', '\r\n', '\ufeff', '\u202e', ' a '],
    refused: ['abcde', '👍👍👍👍👍', '\ud800', '\udc00x', 1, true, ['a'], {}],
  },
  email: {
    attribute: attribute('x', { type: 'string', size: 254, format: 'email' }),
    same: ['a@b.co', `${'x'.repeat(64)}@example.com`],
    refused: ['', 'a', 'a@b', 'a@@b.co', 'ä@b.co', `${'x'.repeat(65)}@example.com`, 1],
  },
  enum: {
    attribute: attribute('x', { type: 'string', size: 3, format: 'enum', elements }),
    same: elements,
    refused: ['ete', 'méd', 'MÉD', '', 'Méd ', 'e\u0301te\u0301', 1, null],
  },
  ip: {
    attribute: attribute('x', { type: 'string', size: 39, format: 'ip' }),
    same: ['127.0.0.1', '::1', '2001:0db8:85a3:0000:0000:8a2e:0370:7334'],
    refused: ['', '1.2.3', '256.0.0.1', '::g', 'localhost', `::ffff:${'1'.repeat(39)}`, 1],
  },
  url: {
    attribute: attribute('x', { type: 'string', size: 40, format: 'url' }),
    same: ['http://a', 'https://example.com/x?y#z', 'custom+x://host/p', 'mailto:a@b.co', 'news:comp', 'file:///etc/x'],
    refused: ['', 'a', '/x', '//a.co', 'http://', 'http:a', 'javascript:alert(1)', 'http://ä.de', 'http://a b', 1],
  },
  'url above its size': {
    attribute: attribute('x', { type: 'string', size: 20, format: 'url' }),
    refused: ['https://example.com/too/long'],
  },
  integer: {
    attribute: attribute('x', { type: 'integer', format: 'intRange' }),
    same: [0, -1, Number.MAX_SAFE_INTEGER, max, min],
    becomes: [
      ['3', 3],
      ['-9223372036854775808', min],
      [5n, 5],
      [1.0, 1],
      [2 ** 53, 2n ** 53n],
    ],
    refused: [3.5, 'x', '', '3.5', '1e3', ' 3', true, [1], {}, max + 1n, min - 1n, 1e19, Number.NaN, Infinity],
  },
  'integer with bounds': {
    attribute: attribute('x', { type: 'integer', format: 'intRange', min: -2, max }),
    same: [-2, 0, max],
    refused: [-3, '-3', max + 1n],
  },
  float: {
    attribute: attribute('x', { type: 'double', format: 'floatRange' }),
    same: [3, 3.5, 1e3, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308],
    becomes: [
      ['3', 3],
      ['-2.5e3', -2500],
      [5n, 5],
    ],
    refused: ['x', '', '0x10', '1e400', true, [1], {}, Number.NaN, Infinity],
  },
  'float with bounds': {
    attribute: attribute('x', { type: 'double', format: 'floatRange', min: -0.5, max: 0.5 }),
    same: [-0.5, 0, 0.5],
    refused: [-0.51, 0.51, 1, '1'],
  },
  boolean: { attribute: attribute('x', { type: 'boolean' }), same: [true, false], refused: [0, 1, 'true', '', [], {}] },
  datetime: {
    attribute: attribute('x', { type: 'datetime' }),
    becomes: [
      ['2030-01-31T12:00:00Z', '2030-01-31T12:00:00.000+00:00'],
      ['2030-01-31T12:00:00.123456+02:00', '2030-01-31T10:00:00.123+00:00'],
      ['2030-01-31', '2030-01-31T00:00:00.000+00:00'],
      ['2030-01-31 12:00', '2030-01-31T12:00:00.000+00:00'],
      ['Thu, 31 Jan 2030 12:00:00 GMT', '2030-01-31T12:00:00.000+00:00'],
      ['1000-01-01T00:00:00Z', '1000-01-01T00:00:00.000+00:00'],
    ],
    refused: [
      '',
      'tomorrow',
      '2030-02-30',
      '2030-13-01',
      '0999-12-31',
      '10000-01-01',
      '9999-12-31T23:59:59-01:00',
      5,
      true,
    ],
  },
};

const show = (value: unknown) =>
  (typeof value === 'string' ? JSON.stringify(value) : typeof value === 'object' ? 'an object' : String(value)).slice(
    0,
    50,
  );

describe.each(Object.entries(table))(
  'an attribute of type %s',
  (_, { attribute: one, same = [], becomes = [], refused }) => {
    const rows = [...same.map((value) => [value, value] as const), ...becomes];
    if (rows.length > 0) {
      it.each(rows.map(([given, wanted]) => [show(given), given, wanted] as const))(
        'stores %s',
        (_label, given, wanted) => {
          expect(checkValue(one, given)).toEqual(wanted);
          const list = { ...one, array: true, required: false };
          expect(structureOf(collectionOf(list), { x: [given, null] }).get(list)).toEqual([wanted, null]);
        },
      );
    }

    it.each(refused.map((value) => [show(value), value] as const))(
      'refuses %s, naming the attribute',
      (_label, value) => {
        expect(() => checkValue(one, value)).toThrow(StructureError);
        if (value === null) return;
        expect(() => checkValue(one, value)).toThrow('"x"');
        const list = { ...one, array: true };
        expect(() => structureOf(collectionOf(list), { x: [value] })).toThrow('"x"');
      },
    );
  },
);

describe('the structure of a new document', () => {
  const needed = attribute('needed', { type: 'string', required: true });
  const preset = attribute('preset', { type: 'integer', default: 7 });
  const list = attribute('list', { type: 'string', array: true, required: true });
  const free = attribute('free', { type: 'string' });
  const collection = collectionOf(needed, preset, list, free);
  const values = (data: Record<string, unknown>) =>
    Object.fromEntries([...structureOf(collection, data)].map(([{ key }, value]) => [key, value]));

  it('fills defaults for what is absent or null', () => {
    const wanted = { needed: 'a', preset: 7, list: [], free: null };
    expect(values({ needed: 'a', list: [] })).toEqual(wanted);
    expect(values({ needed: 'a', list: [], preset: null, free: null })).toEqual(wanted);
    expect(values({ needed: 'a', list: [], preset: 0 })).toEqual({ ...wanted, preset: 0 });
  });

  it.each([
    ['a required one that is absent', { list: [] }, 'needed'],
    ['a required one that is null', { needed: null, list: [] }, 'needed'],
    ['a required list that is absent', { needed: 'a' }, 'list'],
    ['null in a required list', { needed: 'a', list: ['a', null] }, 'list'],
    ['an object for a list', { needed: 'a', list: { 0: 'a' } }, 'list'],
    ['a text for a list', { needed: 'a', list: 'a' }, 'list'],
    ['a list for a single value', { needed: ['a'], list: [] }, 'needed'],
    ['an unknown key', { needed: 'a', list: [], other: 1 }, 'other'],
    ['a key in another case', { needed: 'a', list: [], Free: 'x' }, 'Free'],
    ['a key of objects', { needed: 'a', list: [], toString: 'x' }, 'toString'],
  ])('refuses %s', (_, data, named) => {
    expect(() => values(data)).toThrow(StructureError);
    expect(() => values(data)).toThrow(`"${named}"`);
  });

  it('refuses a key that only looks like a prototype', () => {
    const data = JSON.parse('{"needed":"a","list":[],"__proto__":{"free":"x"}}') as Record<string, unknown>;
    expect(() => values(data)).toThrow('__proto__');
  });

  it('passes over the fields that clients send back with whole documents', () => {
    const sent = { $id: 'a', $createdAt: 'x', $updatedAt: 1, $permissions: [], $databaseId: 'd', $collectionId: 'c' };
    expect(values({ ...sent, $collection: 'c', $internalId: 1, needed: 'a', list: [] })).toMatchObject({ needed: 'a' });
    expect(() => values({ $other: 1, needed: 'a', list: [] })).toThrow('$other');
  });

  it('keeps digits as keys apart', () => {
    const numbered = collectionOf(...['1', '2', '10'].map((key) => attribute(key, { type: 'string' })));
    const data = { '10': 'c', '2': 'b', '1': 'a' };
    expect([...structureOf(numbered, data)].map(([{ key }, value]) => [key, value])).toEqual([
      ['1', 'a'],
      ['2', 'b'],
      ['10', 'c'],
    ]);
    expect(() => structureOf(numbered, { '3': 'x' })).toThrow('"3"');
  });
});

describe('the structure of a change', () => {
  const needed = attribute('needed', { type: 'string', required: true });
  const preset = attribute('preset', { type: 'integer', default: 7 });
  const collection = collectionOf(needed, preset);
  const change = (before: Record<string, unknown>, data: Record<string, unknown>) =>
    Object.fromEntries([...changedStructure(collection, before, data)].map(([{ key }, value]) => [key, value]));

  it('is what the change names, null giving the default', () => {
    expect(change({ needed: 'a', preset: 1 }, {})).toEqual({});
    expect(change({ needed: 'a', preset: 1 }, { preset: null })).toEqual({ preset: 7 });
    expect(change({ needed: 'a', preset: 1 }, { needed: 'b' })).toEqual({ needed: 'b' });
  });

  it('is refused while a required attribute has no value, and not once it is sent', () => {
    expect(() => change({ needed: null, preset: 1 }, { preset: 2 })).toThrow('"needed"');
    expect(change({ needed: null, preset: 1 }, { needed: 'x' })).toEqual({ needed: 'x' });
    expect(() => change({ needed: 'a', preset: 1 }, { needed: null })).toThrow('"needed"');
    expect(() => change({ needed: 'a', preset: 1 }, { other: 1 })).toThrow('"other"');
  });
});
