import { describe, expect, it } from '@jest/globals';
import { type Rule, type RuleContext, RuleError } from './rule.js';
import * as rules from './rules.js';

const context: RuleContext = {
  isAllowedHost: (host) => host === 'localhost' || host === 'app.example.com',
  allowedHosts: () => ['localhost', 'app.example.com'],
  passwordDictionary: new Set(['password1']),
};

interface Row {
  readonly rule: Rule<unknown>;
  /** Values that pass as they are. */
  readonly same?: readonly unknown[];
  /** Values that come out as other ones. */
  readonly becomes?: readonly (readonly [unknown, unknown])[];
  readonly refused: readonly unknown[];
}

const longId = 'x'.repeat(36);
const badIds = ['.a', '-a', '_a', `${longId}x`, 'a b', 'ä', 'a/b', '$id', 'a\n', 1, null, ['a'], {}];
const max = 2n ** 63n - 1n;
const min = -(2n ** 63n);

const table: Record<string, Row> = {
  text: {
    rule: rules.text(5),
    same: ['a', 'abcde', '👍👍👍👍👍', ' ', '\0'],
    refused: ['', 'abcdef', '👍👍👍👍👍👍', '\ud800', 1, null, true, ['a'], {}],
  },
  'text that may be empty, without limit': {
    rule: rules.text(0, 0),
    same: ['', 'x'.repeat(100_000)],
    refused: ['a\udc00', 0],
  },
  customId: {
    rule: rules.customId(),
    same: ['unique()', 'a', 'A.b-c_9', '0', longId],
    refused: ['', 'unique( )', 'unique()x', ...badIds],
  },
  uid: { rule: rules.uid(), same: ['', 'a', longId], refused: ['unique()', ...badIds] },
  key: { rule: rules.key(), same: ['a', 'select', '1', longId], refused: ['', 'unique()', ...badIds] },
  attributeKey: {
    rule: rules.attributeKey(),
    same: ['a', '$id', '$createdAt', '$updatedAt'],
    refused: ['', '$permissions', '$', ...badIds.filter((id) => id !== '$id')],
  },
  nullable: { rule: rules.nullable(rules.text(3)), same: [null, 'abc'], refused: ['', 'abcd', undefined] },
  boolean: {
    rule: rules.boolean(),
    same: [true, false],
    becomes: [
      ['true', true],
      ['1', true],
      [1, true],
      ['false', false],
      ['0', false],
      [0, false],
    ],
    refused: ['', 'yes', 'TRUE', 2, null, []],
  },
  'strict boolean': { rule: rules.boolean(false), same: [true, false], refused: ['true', 1, 0, '0', null] },
  integer: {
    rule: rules.integer(),
    same: [0, -1, Number.MAX_SAFE_INTEGER, max, min],
    becomes: [
      ['5', 5],
      ['-5', -5],
      [5n, 5],
      [2 ** 53, 2n ** 53n],
      ['9223372036854775807', max],
      ['-9223372036854775808', min],
    ],
    refused: [1.5, '1.5', '', ' 1', '1e3', '+1', max + 1n, min - 1n, '9223372036854775808', 1e19, NaN, true, null, [1]],
  },
  float: {
    rule: rules.float(),
    same: [0, 1.5, -1.7976931348623157e308, 5e-324],
    becomes: [
      ['1.5', 1.5],
      ['-2e3', -2000],
      ['.5', 0.5],
      [5n, 5],
    ],
    refused: ['', ' ', 'x', '0x10', '1e400', 'Infinity', 'NaN', Number.POSITIVE_INFINITY, NaN, true, null, [1]],
  },
  range: {
    rule: rules.range(-1, 10),
    same: [-1, 0, 10],
    becomes: [['10', 10]],
    refused: [-2, 11, '11', 1.5, '1.5', '', '+1', '99999999999999999999', true, null],
  },
  oneOf: {
    rule: rules.oneOf(['asc', 'DESC']),
    same: ['asc', 'DESC'],
    refused: ['ASC', 'desc', '', 1, null, 'toString'],
  },
  'oneOf in any case': {
    rule: rules.oneOf(['asc', 'DESC'], true),
    becomes: [
      ['ASC', 'asc'],
      ['desc', 'DESC'],
    ],
    refused: ['up', ''],
  },
  arrayOf: {
    rule: rules.arrayOf(rules.integer(), 3),
    same: [[], [1, 2, 3]],
    becomes: [
      [
        ['1', 2],
        [1, 2],
      ],
    ],
    refused: [[1, 2, 3, 4], ['x'], [[1]], [null], '1', { 0: 1 }, null],
  },
  'arrayOf with a least length': { rule: rules.arrayOf(rules.text(5), 3, 1), same: [['a']], refused: [[], ['']] },
  email: {
    rule: rules.email(),
    same: ['a@b.co', "o'neil+tag@sub.example.com", `${'x'.repeat(64)}@example.com`],
    refused: [
      '',
      'a',
      'a@b',
      'a@@b.co',
      '@b.co',
      'a@',
      'a b@c.de',
      'a@b..co',
      `${'x'.repeat(65)}@example.com`,
      'ä@b.co',
      1,
    ],
  },
  phone: {
    rule: rules.phone(),
    same: ['+12', '+491711234567', '+123456789012345'],
    refused: ['', '+', '+1', '12', '+0123', '+1234567890123456', '+12 34', '+12a', 12],
  },
  password: {
    rule: rules.password(),
    same: ['12345678', 'password1', 'äääö', '👍👍', 'x'.repeat(256), '👍'.repeat(256)],
    refused: ['1234567', '', 'x'.repeat(257), 12345678, null],
  },
  'chosen password': { rule: rules.password({ chosen: true }), same: ['a good one'], refused: ['password1'] },
  url: {
    rule: rules.url(),
    same: ['http://a', 'https://example.com/x?y#z', 'custom://host', 'http://[::1]:80/'],
    refused: ['', 'a', '/x', 'mailto:a@b.co', 'http://', 'http:/a', 'http://a b', 'http://ä.de', 'http:\\\\a', 1, null],
  },
  'url of a scheme': {
    rule: rules.url(['http', 'https']),
    same: ['https://a.co'],
    refused: ['ftp://a.co', 'custom://a'],
  },
  platformUrl: {
    rule: rules.platformUrl(),
    same: ['http://localhost', 'http://localhost:3000/x', 'https://app.example.com/?a=b#c', 'HTTPS://APP.example.com/'],
    refused: [
      '',
      'https://evil.com',
      'https://app.example.com.evil.com',
      'https://evil.com/app.example.com',
      'https://app.example.com@evil.com',
      'https://user@app.example.com',
      'https://evil.com#@app.example.com',
      'https://evil.com\\@app.example.com',
      'https:evil.com',
      'https:///evil.com',
      '//app.example.com',
      'https://app.example%2ecom',
      'javascript://app.example.com/%0aalert(1)',
      'app.example.com',
      null,
    ],
  },
  hostname: {
    rule: rules.hostname(),
    same: ['localhost', 'a.b.co', '*.example.com', '*', '127.0.0.1', '::1', 'a_b.co', 'x'.repeat(63)],
    refused: [
      '',
      'http://a',
      'a:80',
      'a/b',
      'a..b',
      '-a.co',
      'a-.co',
      'x'.repeat(64),
      `a.${'b.'.repeat(130)}c`,
      'ä.de',
      1,
    ],
  },
  'hostname that may be empty': { rule: rules.hostname(0), same: ['', 'a.co'], refused: [' '] },
  domain: {
    rule: rules.domain(),
    same: ['a.co', 'A.b-c.example.org', 'xn--bcher-kva.example', '1.example', 'localhost', `${'x'.repeat(63)}.co`],
    refused: [
      '',
      '127.0.0.1',
      '::1',
      'a_b.co',
      '*.example.com',
      'a.co.',
      'a..co',
      '-a.co',
      'a-.co',
      'http://a.co',
      'a.co:80',
      'a.co/',
      'ä.de',
      `${'x'.repeat(64)}.co`,
      `${'a.'.repeat(127)}co`,
      null,
    ],
  },
  ip: {
    rule: rules.ip(),
    same: ['127.0.0.1', '::1', '2001:db8::1'],
    refused: ['', '1.2.3', '256.1.1.1', '01.1.1.1', 'a', 1],
  },
  assoc: {
    rule: rules.assoc(),
    same: [{}, { a: { b: [1] } }, { big: max }],
    becomes: [[[], {}]],
    refused: [[1], '{}', 'x', null, 1, { a: 'x'.repeat(65_536) }, nest(50_000)],
  },
  json: {
    rule: rules.json(),
    same: [{ a: 1 }, [1]],
    becomes: [
      ['{"a":1}', { a: 1 }],
      ['[]', []],
      ['null', {}],
      ['{"n":9223372036854775807}', { n: max }],
    ],
    refused: ['', 'x', '1', '"x"', '{', 1, true, null],
  },
  datetime: {
    rule: rules.datetime(),
    becomes: [
      ['2030-01-31T12:00:00.123456Z', '2030-01-31T12:00:00.123+00:00'],
      ['2030-01-31', '2030-01-31T00:00:00.000+00:00'],
      ['2030-01-31 12:00:00+02:00', '2030-01-31T10:00:00.000+00:00'],
      ['Thu, 31 Jan 2030 12:00:00 +0000', '2030-01-31T12:00:00.000+00:00'],
    ],
    refused: ['', 'tomorrow', '2030-02-30', '0999-12-31', '10000-01-01', '2030-01-31T25:00:00Z', 1, null],
  },
  'permissions of a document': {
    rule: rules.permissions(['read', 'update', 'delete']),
    same: [[], ['read("any")', 'update("user:a")', 'delete("team:t/owner")']],
    becomes: [
      [
        ['write("any")', 'read("any")', 'update("any")'],
        ['update("any")', 'delete("any")', 'read("any")'],
      ],
    ],
    refused: [
      ['create("any")'],
      ['read(any)'],
      ["read('any')"],
      ['READ("any")'],
      ['read("any:x")'],
      ['read("user:user:abc")'],
      ['read("user: abc")'],
      ['read("team:/owner")'],
      [['read("any")']],
      [1],
      [null],
      Array(101).fill('read("any")'),
      'read("any")',
      null,
    ],
  },
  roles: {
    rule: rules.roles(),
    same: [[], ['any', 'user:a', 'users/verified', 'member:m']],
    becomes: [[['any', 'any'], ['any']]],
    refused: [['nobody'], ['user:'], [1], 'any', Array(101).fill('any')],
  },
  eventPattern: {
    rule: rules.eventPattern(),
    same: ['users.*.create', 'databases.*.collections.*.documents.*'],
    refused: ['', 'nothing', 'users.', 1, null],
  },
  queries: {
    rule: rules.queries(),
    same: [[], ['limit(1)'], ['👍'.repeat(4096)], Array(100).fill('x')],
    refused: [[''], ['x'.repeat(4097)], ['👍'.repeat(4097)], [1], [null], Array(101).fill('x'), 'limit(1)', null],
  },
};

function nest(depth: number): unknown {
  let value: unknown = {};
  for (let at = 0; at < depth; at++) value = { a: value };
  return value;
}

const show = (value: unknown) =>
  (typeof value === 'string' ? JSON.stringify(value) : typeof value === 'object' ? 'an object' : String(value)).slice(
    0,
    60,
  );

describe.each(Object.entries(table))('the rule %s', (_, { rule, same = [], becomes = [], refused }) => {
  const rows = [...same.map((value) => [value, value] as const), ...becomes];
  it.each(rows.map(([given, wanted]) => [show(given), given, wanted] as const))('takes %s', (_label, given, wanted) => {
    expect(rule.check(given, context)).toEqual(wanted);
  });

  it.each(refused.map((value) => [show(value), value] as const))('refuses %s', (_label, value) => {
    expect(() => rule.check(value, context)).toThrow(RuleError);
  });
});

describe('rules', () => {
  it('are all in the table', () => {
    const tested = new Set(Object.keys(table).flatMap((title) => title.split(' ')));
    expect(Object.keys(rules).filter((name) => !tested.has(name))).toEqual([]);
  });

  it('carry a JSON schema with their limits', () => {
    expect(rules.text(5).schema).toEqual({ type: 'string', maxLength: 5, minLength: 1 });
    expect(rules.range(1, 9).schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 9 });
    expect(rules.arrayOf(rules.oneOf(['a']), 3).schema).toMatchObject({
      type: 'array',
      items: { type: 'string', enum: ['a'] },
      maxItems: 3,
    });
  });

  it('check common passwords only where the project asks for it', () => {
    const off = { ...context, passwordDictionary: null };
    expect(rules.password({ chosen: true }).check('password1', off)).toBe('password1');
  });

  it('name the hosts that a URL may have', () => {
    expect(() => rules.platformUrl().check('https://evil.com', context)).toThrow('localhost, app.example.com');
  });
});
