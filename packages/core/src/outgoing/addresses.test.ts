import { describe, expect, it } from '@jest/globals';
import { isPrivateAddress, publicLookup, refusePrivateHost } from './addresses.js';

describe('the guard of addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    'fd00::1',
    'fe80::1',
    'nonsense',
  ])('takes %s for a private one', (address) => expect(isPrivateAddress(address)).toBe(true));

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'takes %s for a public one',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );

  it.each(['[::1]', '127.0.0.1'])('refuses the host %s at once', (host) => {
    expect(() => refusePrivateHost(host)).toThrow('private');
  });

  it('leaves names to be looked at when they are resolved', async () => {
    refusePrivateHost('localhost');
    const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, resolve));
    expect(error).toMatchObject({ name: 'PrivateAddressError' });
  });
});
