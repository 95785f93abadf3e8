import { describe, expect, it } from '@jest/globals';
import { senderOf, TrustedProxies } from './sender.js';

const headers = {
  host: 'api.example.com:8080',
  origin: 'https://app.example.com',
  'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.9',
  'x-forwarded-host': 'front.example.com:443',
  'x-forwarded-proto': 'https',
};
const nobody = new TrustedProxies([]);
const inner = new TrustedProxies(['10.0.0.0/8', '127.0.0.1', 'fd00::/8']);

describe('the sender of a request', () => {
  it('is the peer, whatever it says of itself, where no proxy is trusted', () => {
    expect(senderOf({ headers, peer: '::ffff:9.9.9.9', encrypted: false }, nobody)).toEqual({
      ip: '9.9.9.9',
      host: 'api.example.com',
      protocol: 'http',
      origin: 'https://app.example.com',
    });
    expect(senderOf({ headers, peer: '9.9.9.9', encrypted: true }, inner)).toMatchObject({
      ip: '9.9.9.9',
      protocol: 'https',
    });
  });

  it('is what a trusted proxy says: the last address that is none of ours', () => {
    for (const peer of ['10.1.2.3', '::ffff:127.0.0.1', 'fd00::1']) {
      expect(senderOf({ headers, peer, encrypted: false }, inner)).toMatchObject({
        ip: '1.2.3.4',
        host: 'front.example.com',
        protocol: 'https',
      });
    }
  });

  it('is the proxy itself where the header holds nothing of use', () => {
    for (const forwarded of ['', 'unknown', '10.0.0.2', ' , ,']) {
      const given = { host: '[::1]:80', 'x-forwarded-for': forwarded };
      expect(senderOf({ headers: given, peer: '10.1.2.3', encrypted: false }, inner)).toEqual({
        ip: '10.1.2.3',
        host: '::1',
        protocol: 'http',
        origin: '',
      });
    }
  });

  it.each([
    ['localhost:8080', 'localhost'],
    ['localhost:', 'localhost'],
    ['[::1]:80', '::1'],
    ['[::1]', '::1'],
    ['localhost:1@evil.test', 'localhost:1@evil.test'],
    ['app.test:x.evil.test', 'app.test:x.evil.test'],
    ['[::1]@evil.test', '[::1]@evil.test'],
  ])('names in the header %s the host %s', (given, host) => {
    expect(senderOf({ headers: { host: given }, peer: '9.9.9.9', encrypted: false }, nobody).host).toBe(host);
  });

  it('is not read from a list of proxies with a mistake', () => {
    expect(() => new TrustedProxies(['proxy.local'])).toThrow('proxy.local');
  });
});
