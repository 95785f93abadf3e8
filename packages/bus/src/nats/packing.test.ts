import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { pack, unpack } from './packing.js';

it('small bodies travel as they are, large ones shorter than the limit of a request', () => {
  expect(Buffer.from(pack('{"a":"é"}')).toString()).toBe('{"a":"é"}');
  const noise = randomBytes(4_500_000).toString('base64').replace(/A/g, '"');
  const body = JSON.stringify({ payload: JSON.stringify({ text: noise }) });
  expect(pack(body).length).toBeLessThan(6 * 1024 * 1024);
  expect(unpack(pack(body))).toBe(body);
  expect(unpack(pack('{"a":"é"}'))).toBe('{"a":"é"}');
});
