import { describe, expect, it } from '@jest/globals';
import { makeRequest, replyJson } from './inject.js';
import { parseBody } from './request.js';

const read = (type: string | undefined, body: string | Buffer) => parseBody(type, Buffer.from(body));

describe('a request body', () => {
  it('is JSON by its exact content type, whatever follows that', () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
      expect(read(type, '{"a":[1,null,"é"]}')).toEqual({ fields: { a: [1, null, 'é'] }, fault: null });
    }
  });

  it('keeps whole numbers of 64 bits to the digit', () => {
    const { fields } = read('application/json', '{"max":9223372036854775807,"safe":9007199254740991,"d":1.5,"e":1e3}');
    expect(fields).toEqual({ max: 9223372036854775807n, safe: 9007199254740991, d: 1.5, e: 1000 });
    expect(replyJson({ status: 200, headers: {}, body: '{"n":-9223372036854775808}' })).toEqual({
      n: -9223372036854775808n,
    });
  });

  it.each([
    ['an open brace', '{'],
    ['a list', '[1]'],
    ['a text', '"x"'],
    ['null', 'null'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['long digits in broken JSON', '{"a":12345678901234567890'],
  ])('has no fields and a fault when it is %s', (_, body) => {
    const { fields, fault } = read('application/json', body);
    expect(fields).toEqual({});
    expect(fault).toMatch(/JSON/);
  });

  it('is form fields for forms and without a type, and nothing for other types', () => {
    for (const type of ['application/x-www-form-urlencoded', undefined]) {
      expect(read(type, 'a=1&b[]=2')).toMatchObject({ fields: { a: '1', b: ['2'] }, fault: null });
    }
    expect(read('text/plain', 'a=1')).toEqual({ fields: {}, fault: null });
    expect(read('application/json', '')).toEqual({ fields: {}, fault: null });
  });

  it('does not reach prototypes', () => {
    const { fields } = read('application/json', '{"__proto__":{"admin":true}}');
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect(Object.hasOwn(fields, 'admin')).toBe(false);
  });
});

describe('a made-up request', () => {
  it('sends an object as JSON and text as it stands', async () => {
    const json = makeRequest({ method: 'POST', target: '/x', headers: { 'X-Key': 'k' }, body: { a: 1 } });
    expect(json.headers).toEqual({ host: 'localhost', 'content-type': 'application/json', 'x-key': 'k' });
    expect((await json.read(100)).toString()).toBe('{"a":1}');
    const text = makeRequest({ method: 'POST', target: '/x', body: 'a=1' });
    expect(text.headers['content-type']).toBeUndefined();
    expect((await text.read(3)).toString()).toBe('a=1');
    await expect(text.read(2)).rejects.toMatchObject({ type: 'general_payload_too_large' });
  });

  it('reads no body as null', () => {
    expect(replyJson({ status: 204, headers: {}, body: null })).toBeNull();
    expect(replyJson({ status: 200, headers: {}, body: Buffer.from('{"a":1}') })).toEqual({ a: 1 });
  });
});
