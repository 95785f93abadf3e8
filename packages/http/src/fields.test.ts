import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFields } from './fields.js';

const plain = (source: string): unknown => JSON.parse(JSON.stringify(parseFields(source)));

describe('fields of a query string or form', () => {
  it.each<[string, unknown]>([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&a=2', { a: '2' }],
    ['a', { a: '' }],
    ['a=&b', { a: '', b: '' }],
    ['&&a=1&', { a: '1' }],
    ['a=x=y', { a: 'x=y' }],
    ['a=x+y%20z', { a: 'x y z' }],
    ['a=%C3%A9%F0%9F%91%8D', { a: 'é👍' }],
    ['a=%zz&b=100%', { a: '%zz', b: '100%' }],
    ['a%5B%5D=1&a%5b%5d=2', { a: ['1', '2'] }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[]=', { a: [''] }],
    ['a[0]=1&a[1]=2', { a: ['1', '2'] }],
    ['a[1]=2&a[0]=1', { a: ['1', '2'] }],
    ['a[900]=3&a[7]=1&a[]=4&a[7]=2', { a: ['2', '3', '4'] }],
    ['a[]=1&a[1]=2', { a: ['1', '2'] }],
    ['a[0]=1&a=2', { a: '2' }],
    ['queries[]=equal(%22a%22%2C%20[%221%22])', { queries: ['equal("a", ["1"])'] }],
    ['a[k]=v', { a: { k: 'v' } }],
    ['a[k]=v&a[k]=w', { a: { k: 'w' } }],
    ['a[k]=v&b=1&b=2', { a: { k: 'v' }, b: '2' }],
    ['b[]=1&b[]=2&a[k]=v', { a: { k: 'v' }, b: ['1', '2'] }],
    ['a[k][]=1&a[k][]=2', { a: { k: ['1', '2'] } }],
    ['a[k][l]=1&a[k][m]=2', { a: { k: { l: '1', m: '2' } } }],
    ['a=1&a[]=2', { a: ['2'] }],
  ])('%s', (source, wanted) => {
    expect(plain(source)).toEqual(wanted);
  });

  it('keeps names of prototypes as names', () => {
    const fields = parseFields('__proto__=x&constructor=y&toString[]=z&a[__proto__][b]=c');
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'toString']));
    expect(({} as Record<string, unknown>).b).toBeUndefined();
  });

  it('gives back whatever was escaped, and fails on nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (junk, value) => {
        parseFields(junk);
        const text = value.isWellFormed() ? value : '';
        expect(parseFields(`a=${encodeURIComponent(text)}&b[]=${encodeURIComponent(text)}`)).toMatchObject({
          a: text,
          b: [text],
        });
      }),
    );
  });
});
