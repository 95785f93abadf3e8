import { describe, expect, it } from '@jest/globals';
import { readCookie, writeCookie } from './cookies.js';

describe('cookies', () => {
  it.each<[string | undefined, string | null]>([
    [undefined, null],
    ['', null],
    ['b=1', null],
    ['xa=1; a=2', '2'],
    ['a=1; a=2', '1'],
    ['a=1=2', '1=2'],
    [' a = x ;b=y', 'x'],
    ['a=', ''],
    ['a', null],
    ['a=%7B%22x%22%3A1%7D', '{"x":1}'],
    ['a=100%', '100%'],
    ['A=1', null],
  ])('%s', (header, wanted) => {
    expect(readCookie(header, 'a')).toBe(wanted);
  });

  const expires = new Date(Date.UTC(2030, 0, 31, 12));

  it('are written with what they were asked for', () => {
    expect(writeCookie('a_session', 'x', { expires, domain: '', secure: false })).toBe(
      'a_session=x; expires=Thu, 31 Jan 2030 12:00:00 GMT; path=/; HttpOnly',
    );
    expect(writeCookie('a_session', 'x', { expires, domain: '.example.com', secure: true, sameSite: 'None' })).toBe(
      'a_session=x; expires=Thu, 31 Jan 2030 12:00:00 GMT; path=/; domain=.example.com; ' +
        'secure; HttpOnly; SameSite=None',
    );
  });

  it('cannot be broken by their value', () => {
    const value = 'a; domain=evil.com\r\nX: y, "é"';
    const written = writeCookie('a', value, { expires, domain: '', secure: false });
    expect(written.split(';')[0]).not.toMatch(/[\s,"]/);
    expect(readCookie(written, 'a')).toBe(value);
  });
});
