import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryError } from '../errors.js';
import { filterMethods, orderMethods, pageMethods, parseQuery, type QueryValue, VALUES_MAX } from './query.js';

const text = (value: string): QueryValue => ({ kind: 'string', value });
const integer = (value: number | bigint): QueryValue => ({ kind: 'integer', value });
const float = (value: number): QueryValue => ({ kind: 'float', value });
const boolean = (value: boolean): QueryValue => ({ kind: 'boolean', value });
const nothing: QueryValue = { kind: 'null', value: null };

const titled = (sources: readonly string[]) => sources.map((source) => [source.slice(0, 60), source] as const);

type Row = readonly [source: string, attribute: string, ...values: QueryValue[]];

describe('a query in string form', () => {
  it.each<Row>([
    ['equal("title", ["Iron Man"])', 'title', text('Iron Man')],
    ['equal("title", "Iron Man")', 'title', text('Iron Man')],
    ['equal(title, ["a"])', 'title', text('a')],
    ["equal('title', 'a')", 'title', text('a')],
    ['equal("a", ["x, y", "z"])', 'a', text('x, y'), text('z')],
    ["equal('a', 'it\\'s')", 'a', text("it's")],
    ['equal("a", ["[1]"])', 'a', text('[1]')],
    ['equal(a, [1, 2.50, -3e2])', 'a', integer(1), float(2.5), float(-300)],
    ['equal("a", "C:\\dir")', 'a', text('C:\\dir')],
    ['search("t", x, y)', 't', text('x')],
    ['equal("t", ["f(x)", ""])', 't', text('f(x)'), text('')],
    ['equal("t", ["say "hi""])', 't', text('say "hi"')],
    ['equal("t", ["say "hi there" now"])', 't', text('say "hi there" now')],
    ['equal("t", ["a "b, c" d"])', 't', text('a "b, c" d')],
    ['equal("t", ["a\\\\"])', 't', text('a\\\\')],
    ['equal("t", ["\\n\\u00e9"])', 't', text('\\n\\u00e9')],
    ['equal("t", ["a\\"b", "\\[\\]\\,"])', 't', text('a"b'), text('[],')],
    ['equal("t", ["it\'s"])', 't', text("it's")],
    ['equal("t", [\'say "hi"\'])', 't', text('say "hi"')],
    ['equal("t", ["é👍日本"])', 't', text('é👍日本')],
    ['equal("t", [" a "])', 't', text(' a ')],
    ['equal("t", [true, false, null])', 't', boolean(true), boolean(false), nothing],
    ['equal("t", ["true", "12", "null"])', 't', text('true'), text('12'), text('null')],
    ['equal("t", [True, nan, 0x10, 1_000])', 't', text('True'), text('nan'), text('0x10'), text('1_000')],
    ['equal("t", [+5, -0, 007, 2.0, .5, 5., 1E3])', 't', ...[5, 0, 7].map(integer), ...[2, 0.5, 5, 1000].map(float)],
    ['equal("n", [9007199254740991, 9007199254740993])', 'n', integer(9007199254740991), integer(9007199254740993n)],
    ['equal("n", [9223372036854775807])', 'n', integer(9223372036854775807n)],
    ['equal("n", [-9223372036854775808])', 'n', integer(-9223372036854775808n)],
    ['equal("n", [9223372036854775808])', 'n', float(2 ** 63)],
    ['between("price", [5,10])', 'price', integer(5), integer(10)],
    ['between("price", 5, 10)', 'price', integer(5), integer(10)],
    ['between("price", 5)', 'price', integer(5)],
    ['isNull("x")', 'x'],
    ['isNotNull("x", ["ignored"])', 'x', text('ignored')],
    ['equal("a")', 'a'],
    ['equal("a", [])', 'a'],
    ['orderAsc()', ''],
    ['orderDesc("")', ''],
    ['orderDesc("$createdAt")', '$createdAt'],
    ['limit(25)', '', integer(25)],
    ['limit("5")', '', text('5')],
    ['limit()', ''],
    ['offset([3])', '', integer(3)],
    ['cursorAfter("id")', '', text('id')],
    ['cursorBefore(id)', '', text('id')],
    ['select(["a","b"])', '', text('a'), text('b')],
    ['  equal ( "a" , [ "x" ] )  ', 'a', text('x')],
  ])('%s', (source, attribute, ...values) => {
    expect(parseQuery(source)).toEqual({ method: source.trim().split(/[ (]/)[0], attribute, values });
  });

  it.each(
    titled([
      '',
      'equal',
      'equal(',
      'equal("a", ["x"]',
      'equal("a", ["x"]) x',
      'nothing("a", ["x"])',
      'Equal("a", ["x"])',
      'title.equal("x")',
      'contains("a", ["x"])',
      'or("a")',
      '__proto__("a", ["x"])',
      'constructor("a")',
      'equal("a", [["x"]])',
      'equal("a", x["y"])',
      'equal("a", "x"])',
      'equal("a", ["x)',
      'equal("a", ["x"',
      "equal('a)",
      'equal(["a"], ["x"])',
      `equal("a", ${'['.repeat(3000)})`,
      `equal("a", [${Array(VALUES_MAX + 1).fill('1')}])`,
      `select([${Array(VALUES_MAX + 1).fill('"a"')}])`,
    ]),
  )('is refused: %s', (_, source) => {
    expect(() => parseQuery(source)).toThrow(QueryError);
  });

  it('takes a hundred values', () => {
    expect(parseQuery(`equal("a", [${Array(VALUES_MAX).fill('1')}])`).values).toHaveLength(VALUES_MAX);
  });

  it.each([...filterMethods, ...orderMethods, ...pageMethods, 'select'])('knows %s', (method) => {
    expect(parseQuery(`${method}("a")`).method).toBe(method);
  });
});

describe('a query in JSON form', () => {
  const json = (value: unknown) => JSON.stringify(value);
  it.each<Row>([
    [json({ method: 'equal', attribute: 'title', values: ['x'] }), 'title', text('x')],
    [`  ${json({ method: 'equal', attribute: 'a', values: 'x' })}`, 'a', text('x')],
    [json({ method: 'equal', attribute: 'a', values: ['a "b" \\ \n é'] }), 'a', text('a "b" \\ \n é')],
    [
      json({ method: 'equal', attribute: 'a', values: [1, 2.5, true, null] }),
      'a',
      integer(1),
      float(2.5),
      boolean(true),
      nothing,
    ],
    ['{"method":"equal","attribute":"a","values":[2.0]}', 'a', integer(2)],
    ['{"method":"equal","attribute":"a","values":[9223372036854775807]}', 'a', integer(9223372036854775807n)],
    ['{"method":"equal","attribute":"a","values":[9223372036854775808]}', 'a', float(2 ** 63)],
    ['{"method":"equal","attribute":"a","values":[1e17, 1e30]}', 'a', integer(10n ** 17n), float(1e30)],
    [json({ method: 'orderDesc' }), ''],
    [json({ method: 'limit', values: [5] }), '', integer(5)],
    [json({ method: 'isNull', attribute: 'a', more: { deep: [] } }), 'a'],
    [json({ method: 'select', values: ['a', 'b'] }), '', text('a'), text('b')],
  ])('%s', (source, attribute, ...values) => {
    expect(parseQuery(source)).toMatchObject({ attribute, values });
  });

  it.each(
    titled([
      '{',
      '{}',
      '{"method":1}',
      '{"method":"equal","attribute":5,"values":[1]}',
      '{"method":"contains","attribute":"a","values":["x"]}',
      '{"method":"or","values":[{"method":"equal"}]}',
      '{"method":"equal","attribute":"a","values":[["x"]]}',
      '{"method":"equal","attribute":"a","values":[{}]}',
      '{"method":"__proto__"}',
      '{"method":"equal","attribute":"a","values":["x"]} x',
      json({ method: 'equal', attribute: 'a', values: Array(VALUES_MAX + 1).fill(1) }),
      `{"method":${'['.repeat(4000)}`,
    ]),
  )('is refused: %s', (_, source) => {
    expect(() => parseQuery(source)).toThrow(QueryError);
  });
});

describe('any text at all', () => {
  const pieces = fc.constantFrom(
    ...filterMethods,
    ...pageMethods,
    ...['select', '(', ')', '[', ']', ',', '"', "'", '\\', ' ', '{', '}', ':', '"a"', '"method"', '"values"', 'null'],
    ...['-', '1', '9'.repeat(30), '1e999', '.', 'é', '👍', '\ud800', '\0', '\n', 'true', '__proto__'],
  );
  const soup = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

  it('is a query or a QueryError', () => {
    const check = (source: string) => {
      try {
        const { values, attribute } = parseQuery(source);
        expect(typeof attribute).toBe('string');
        expect(values.length).toBeLessThanOrEqual(VALUES_MAX);
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError);
      }
    };
    fc.assert(
      fc.property(soup, fc.string({ unit: 'binary' }), fc.json(), (mixed, junk, json) => {
        for (const source of [mixed, junk, json, `equal("a", ${mixed})`, `{"method":"equal","values":${json}}`])
          check(source);
      }),
      { numRuns: 500 },
    );
  });

  it('that an SDK sends as a value comes through as it is, unless it imitates the syntax', () => {
    // The libraries put quotes around a text and escape nothing.
    const harmless = fc.string({ unit: 'grapheme' }).filter((value) => !/["\\]/.test(value));
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), (values) => {
        const source = `equal("a", [${values.map((value) => `"${value}"`).join(',')}])`;
        expect(parseQuery(source)).toEqual({ method: 'equal', attribute: 'a', values: values.map(text) });
      }),
    );
  });
});
