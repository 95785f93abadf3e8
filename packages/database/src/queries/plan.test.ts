import { describe, expect, it } from '@jest/globals';
import { mariadbDialect } from '../adapters/mariadb/dialect.js';
import { sqliteDialect } from '../adapters/sqlite/dialect.js';
import { attribute } from '../contract.js';
import { BYPASS } from '../document.js';
import { QueryError } from '../errors.js';
import { Collection, type CollectionSchema } from '../schema.js';
import { type Plan, type PlanOptions, plan } from './plan.js';
import { parseQuery } from './query.js';

const schema: CollectionSchema = {
  table: 'p1_c1',
  shared: false,
  scope: null,
  attributes: [
    attribute('title', { type: 'string' }),
    attribute('long', { type: 'string', size: 20_000 }),
    attribute('count', { type: 'integer' }),
    attribute('ratio', { type: 'double' }),
    attribute('done', { type: 'boolean' }),
    attribute('at', { type: 'datetime' }),
    attribute('tags', { type: 'string', array: true }),
    attribute('numbers', { type: 'integer', array: true }),
    attribute('settings', { type: 'json' }),
    attribute('secret', { type: 'string', encrypted: true }),
  ],
  indexes: [
    { key: 'text', id: 1, type: 'fulltext', attributes: ['title'], orders: [], available: true },
    { key: 'building', id: 2, type: 'fulltext', attributes: ['long'], orders: [], available: false },
    { key: 'byCount', id: 3, type: 'key', attributes: ['count'], orders: [], available: true },
  ],
  permissions: [],
  documentSecurity: true,
  strict: true,
  version: 1,
  constants: {},
};
const cipher = { seal: (text: string) => text, open: (text: string) => text };

describe.each([sqliteDialect, mariadbDialect])('a plan for $name', (dialect) => {
  const collection = new Collection(schema, dialect, cipher);
  const make = (queries: readonly string[], options: Partial<PlanOptions> = {}): Plan =>
    plan(collection, queries.map(parseQuery), { access: BYPASS, limitMax: 1000, ...options });

  it.each([
    'equal("missing", [1])',
    'equal("", [1])',
    'equal("Title", ["x"])',
    'equal("title.x", ["x"])',
    'equal("toString", ["x"])',
    'equal("__proto__", ["x"])',
    'equal("$permissions", ["x"])',
    'equal("$internalId", [1])',
    'equal("_uid", ["x"])',
    'equal("secret", ["x"])',
    'startsWith("secret", ["x"])',
    'isNull("secret")',
    'orderAsc("secret")',
    'orderAsc("missing")',
    'orderDesc("tags")',
    'orderAsc("settings")',
    'equal("title")',
    'equal("title", [])',
    'lessThan("count", [])',
    'search("title", [])',
    'between("count", [1])',
    'between("count", [1, 2, 3])',
    'between("count", 1)',
    'equal("title", [1])',
    'equal("title", [true])',
    'equal("title", [null])',
    'equal("title", ["x", 1])',
    'equal("count", ["1"])',
    'equal("count", [1.5])',
    'equal("count", [2.0])',
    'equal("count", [9223372036854775808])',
    'equal("count", [null])',
    'equal("ratio", ["1"])',
    'equal("ratio", [1e400])',
    'equal("ratio", [true])',
    'equal("done", ["true"])',
    'equal("done", [1])',
    'equal("at", [5])',
    'equal("at", ["tomorrow"])',
    'equal("at", ["2030-02-30"])',
    'equal("$createdAt", ["x"])',
    'equal("tags", [1])',
    'equal("numbers", ["x"])',
    'startsWith("count", [1])',
    'endsWith("count", ["x"])',
    'startsWith("at", ["2030-01-01"])',
    'search("long", "x")',
    'search("count", "x")',
    'search("count", [1])',
    'search("$id", "x")',
    'search("tags", "x")',
    'limit(-1)',
    'limit(1.5)',
    'limit()',
    'limit("x")',
    'limit(99999999999999999999)',
    'limit(true)',
    'offset(-1)',
    'offset(9223372036854775808)',
    'cursorAfter()',
    'cursorAfter("")',
    'cursorAfter("a b")',
    'cursorBefore(".x")',
    `cursorBefore("${'x'.repeat(37)}")`,
    'select(["missing"])',
    'select([1])',
    'select(["$nothing"])',
  ])('refuses %s', (source) => {
    expect(() => make([source])).toThrow(QueryError);
    expect(() => make(['limit(1)', source])).toThrow(QueryError);
  });

  it('refuses by one bad query of several, later ones of a kind included', () => {
    expect(() => make(['limit(5)', 'limit(-1)'])).toThrow(QueryError);
    expect(() => make(['cursorAfter("a")', 'cursorAfter("")'])).toThrow(QueryError);
  });

  it('takes the first of limits, offsets and cursors, and numbers as text', () => {
    expect(
      make(['limit(5)', 'limit(7)', 'offset(1)', 'offset(2)', 'cursorBefore("a")', 'cursorAfter("b")']),
    ).toMatchObject({
      limit: 5,
      offset: 1,
      cursor: { id: 'a', before: true },
    });
    expect(make(['limit("5")', 'offset("2")'])).toMatchObject({ limit: 5, offset: 2n });
    expect(make([])).toMatchObject({ limit: 25, offset: 0, cursor: null });
    expect(make(['limit(9223372036854775807)'])).toMatchObject({ limit: 1000 });
    expect(make(['limit(0)'])).toMatchObject({ limit: 0 });
  });

  it('binds every value, and puts none into the statement', () => {
    const odd = `x' OR 1=1 -- "\\`;
    const { where, orders } = make([
      `{"method":"equal","attribute":"title","values":[${JSON.stringify(odd)}]}`,
      `{"method":"endsWith","attribute":"title","values":[${JSON.stringify(odd)}]}`,
      'between("count", [1, 2])',
      'equal("done", [true])',
      'greaterThan("at", ["2030-01-31T12:00:00.000+02:00"])',
      'orderDesc("count")',
    ]);
    expect(where.sql).not.toContain('OR 1=1');
    expect(where.values).toHaveLength((where.sql.match(/\?/g) ?? []).length);
    expect(where.values.map(String).join()).toMatch(/2030-01-31[T ]10:00:00\.000/);
    expect(orders).toHaveLength(2);
  });

  it('escapes what is a wildcard to LIKE', () => {
    expect(new Set(make(['endsWith("title", "50%_|")']).where.values)).toEqual(new Set(['%50|%|_||']));
  });

  it('lets an array be filtered, and finds nothing in it', () => {
    for (const source of ['equal("tags", ["x"])', 'greaterThan("numbers", [1])'])
      expect(make([source]).where.sql).toContain('1 = 0');
    expect(make(['isNull("tags")']).where.sql).toContain('IS NULL');
  });

  it('breaks ties by age, except after the ID, and reverses natural order alone', () => {
    const order = (...queries: string[]) => make(queries).orders.map((one) => [one.expression, one.descending]);
    expect(order()).toEqual([['t._id', false]]);
    expect(order('orderDesc("")')).toEqual([['t._id', true]]);
    expect(order('orderAsc("$id")')).toEqual([['t.`_uid`', false]]);
    expect(order('orderDesc("count")', 'orderDesc("")')).toHaveLength(2);
    expect(order('orderDesc("count")', 'orderDesc("")')[1]).toEqual(['t._id', false]);
  });

  it('reads only what is selected, and all for a star', () => {
    const columns = (...queries: string[]) => make(queries).selection.columns.split(', ').length;
    const meta = columns('select(["title"])') - 1;
    expect(columns('select(["title", "count"])')).toBe(meta + 2);
    expect(columns('select(["title"])', 'select(["count"])')).toBe(meta + 2);
    expect(columns('select(["*"])')).toBe(meta + schema.attributes.length);
    expect(columns('select(["title", "$id", "$permissions", "$databaseId"])')).toBe(meta + 1);
    expect(columns()).toBe(meta + schema.attributes.length);
  });

  it('filters by the attributes that a route names and by the meta fields', () => {
    const options = { filterable: ['title'] };
    expect(() => make(['equal("count", [1])'], options)).toThrow(QueryError);
    expect(() => make(['orderAsc("count")'], options)).toThrow(QueryError);
    make(['equal("title", ["x"])', 'equal("$id", ["x"])', 'orderAsc("$createdAt")'], options);
  });

  it('asks for grants where roles may not read everything', () => {
    expect(make([], { access: { roles: ['any'] } }).where.sql).toContain('p1_c1_perm');
    expect(make([], { access: { roles: [] } }).where.sql).toBe('1 = 0');
    expect(make([], { access: BYPASS }).where.sql).toBe('');
    const open = new Collection({ ...schema, permissions: ['read("any")'] }, dialect, cipher);
    expect(plan(open, [], { access: { roles: ['any'] }, limitMax: 10 }).where.sql).toBe('');
    const closed = new Collection({ ...schema, documentSecurity: false }, dialect, cipher);
    expect(plan(closed, [], { access: { roles: ['any'] }, limitMax: 10 }).where.sql).toBe('1 = 0');
  });
});
