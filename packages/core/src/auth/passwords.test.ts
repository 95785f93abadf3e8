import { describe, expect, it } from '@jest/globals';
import type { StoredPassword } from './hashes/hash.js';
import { fromRemembered, openPasswords, toRemembered } from './passwords.js';

const passwords = openPasswords({ memoryKib: 1024, passes: 2, parallelism: 1 });

const stored = (hash: string, password: string | null, hashOptions: Record<string, unknown> = {}): StoredPassword => ({
  password,
  hash,
  hashOptions,
});

const LONG = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored';
const SODIUM = [
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
  'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
].join('');
const NACL = [
  'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162',
  '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
].join('');
const sodium = { salt: 'SodiumChloride', costCpu: 16384, costMemory: 8, costParallel: 1, length: 64 };
const nacl = { salt: 'NaCl', costCpu: 1024, costMemory: 8, costParallel: 16, length: 64 };
const FIREBASE = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==';
const firebase = {
  salt: '42xEC+ixf3L2lw==',
  saltSeparator: 'Bw==',
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
};

/** Digests of `abc` as FIPS 180-4 and FIPS 202 have them. */
const shaOfAbc = {
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha224: '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha384: 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
  'sha512/224': '4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa',
  'sha512/256': '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23',
  sha512: [
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a',
    '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  ].join(''),
  'sha3-224': 'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf',
  'sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  'sha3-384': 'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
  'sha3-512': [
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e',
    '10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
  ].join(''),
};

/** Vectors that the makers of each algorithm publish. */
const published: [string, string, StoredPassword][] = [
  [
    'argon2i',
    'password',
    stored('argon2', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'),
  ],
  [
    'argon2id',
    'password',
    stored('argon2', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
  ],
  [
    'argon2i of its first version',
    'password',
    stored('argon2', '$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ'),
  ],
  ['bcrypt 2a', 'U*U', stored('bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['bcrypt 2b', 'U*U*', stored('bcrypt', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK')],
  ['bcrypt 2y', 'U*U*U', stored('bcrypt', '$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a')],
  ['bcrypt of a long one', LONG, stored('bcrypt', '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui')],
  ['md5', 'abc', stored('md5', '900150983cd24fb0d6963f7d28e17f72')],
  ['sha without a version', 'abc', stored('sha', shaOfAbc['sha3-512'])],
  ...Object.entries(shaOfAbc).map(([version, digest]): [string, string, StoredPassword] => [
    version,
    'abc',
    stored('sha', digest, { version }),
  ]),
  ['phpass', 'test12345', stored('phpass', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')],
  ['phpass of phpBB', 'test12345', stored('phpass', '$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')],
  ['phpass that is bcrypt', 'U*U', stored('phpass', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['scrypt', 'pleaseletmein', stored('scrypt', SODIUM, sodium)],
  ['scrypt with 16 lanes', 'password', stored('scrypt', NACL, nacl)],
  ['scrypt of Firebase', 'user1password', stored('scryptMod', FIREBASE, firebase)],
];

/** What somebody may have imported; none of it opens anything. */
const unreadable: [string, StoredPassword][] = [
  ['no password', stored('argon2', null)],
  ['an empty text', stored('argon2', '')],
  ['no Argon2 text', stored('argon2', 'password')],
  ['Argon2d', stored('argon2', '$argon2d$v=19$m=1024,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc')],
  ['a short Argon2 text', stored('argon2', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ')],
  [
    'Argon2 of more memory than there is',
    stored('argon2', '$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
  ],
  [
    'Argon2 of more passes than a life is long',
    stored('argon2', '$argon2id$v=19$m=1024,t=4294967295,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'),
  ],
  ['no bcrypt text', stored('bcrypt', 'password')],
  ['bcrypt 2x', stored('bcrypt', '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['a short bcrypt text', stored('bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe')],
  ['bcrypt of days', stored('bcrypt', '$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['bcrypt of too low a cost', stored('bcrypt', '$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['the password itself as md5', stored('md5', 'password')],
  ['an unknown version of SHA', stored('sha', 'password', { version: 'constructor' })],
  ['a version of SHA that is no text', stored('sha', 'password', { version: { a: 1 } })],
  ['a short phpass text', stored('phpass', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L')],
  ['phpass of an hour', stored('phpass', '$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')],
  ['phpass of too few rounds', stored('phpass', '$P$.IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')],
  ['other words of phpass', stored('phpass', '_J9..rasmBYk8r9AiWNc')],
  ['scrypt without options', stored('scrypt', SODIUM)],
  ['scrypt without salt', stored('scrypt', SODIUM, { ...sodium, salt: null })],
  ['scrypt of an N that is no power of two', stored('scrypt', SODIUM, { ...sodium, costCpu: 1000 })],
  ['scrypt of an N of 1', stored('scrypt', SODIUM, { ...sodium, costCpu: 1 })],
  ['scrypt of negative numbers', stored('scrypt', SODIUM, { ...sodium, costCpu: -16384, costMemory: -8 })],
  ['scrypt of fractions', stored('scrypt', SODIUM, { ...sodium, costMemory: 8.5 })],
  ['scrypt of texts', stored('scrypt', SODIUM, { ...sodium, costCpu: '16384x' })],
  ['scrypt of more memory than there is', stored('scrypt', SODIUM, { ...sodium, costCpu: 2 ** 40 })],
  ['scrypt of a very long output', stored('scrypt', SODIUM, { ...sodium, length: 2 ** 31 - 1 })],
  ['scrypt of no output', stored('scrypt', '', { ...sodium, length: 0 })],
  ['scrypt of Firebase without options', stored('scryptMod', FIREBASE)],
  ['scrypt of Firebase with broken ones', stored('scryptMod', FIREBASE, { ...firebase, signerKey: '***' })],
  ['an unknown algorithm', stored('rot13', 'password')],
  ['the name of something that every object has', stored('__proto__', 'password')],
];

describe('passwords', () => {
  it.each(published)('of %s verify, and no other does', async (_, password, behind) => {
    expect(await passwords.verify(password, behind)).toBe(true);
    expect(await passwords.verify(`x${password}`, behind)).toBe(false);
    expect(await passwords.verify('', behind)).toBe(false);
  });

  it.each(unreadable)('do not verify against %s', async (_, behind) => {
    for (const password of ['password', 'U*U', 'pleaseletmein', 'user1password', 'test12345', ''])
      expect(await passwords.verify(password, behind)).toBe(false);
  });

  it('do not verify against nobody', async () => {
    expect(await passwords.verify('no account has this password', null)).toBe(false);
  });

  it('beyond ASCII are taken as UTF-8', async () => {
    const word = 'Füße 日本 👩';
    expect(await passwords.verify(word, stored('md5', '318777a23779fcfde432bb51d426582e'))).toBe(true);
    expect(await passwords.verify(word, stored('argon2', await passwords.hash(word)))).toBe(true);
  });

  it('are weak in any algorithm but ours, and at a lower cost', async () => {
    expect(passwords.isWeak(stored('argon2', await passwords.hash('password')))).toBe(false);
    const argon2 = (cost: string) => stored('argon2', `$argon2id$v=19$${cost}$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJ`);
    expect(passwords.isWeak(argon2('m=2047,t=1,p=9'))).toBe(true);
    expect(passwords.isWeak(argon2('m=2048,t=1,p=1'))).toBe(false);
    expect(passwords.isWeak(argon2('m=512,t=4,p=1'))).toBe(false);
    expect(passwords.isWeak(stored('scrypt', SODIUM, sodium))).toBe(true);
    expect(passwords.isWeak(stored('argon2', null))).toBe(true);
  });

  it('are remembered with their algorithm', async () => {
    for (const [, password, behind] of published)
      expect(await passwords.verify(password, fromRemembered(toRemembered(behind)))).toBe(true);
    expect(toRemembered(stored('argon2', '$argon2id$x'))).toBe('$argon2id$x');
  });
});

describe('the event loop', () => {
  /** How often others had their turn while something was waited for. */
  async function turnsDuring(work: Promise<unknown>): Promise<number> {
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns++;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await work;
    isDone = true;
    return turns;
  }

  it('goes on between the slices of phpass, of which one text at a time is computed', async () => {
    const slow = stored('phpass', '$P$DIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0');
    const checks = Promise.all([passwords.verify('test12345', slow), passwords.verify('test12345', slow)]);
    expect(await turnsDuring(checks)).toBeGreaterThanOrEqual((2 * 2 ** 15) / 512);
    expect(await checks).toEqual([false, false]);
  });

  it.each(published.filter(([name]) => ['argon2id', 'bcrypt 2a', 'scrypt', 'scrypt of Firebase'].includes(name)))(
    'goes on while %s is computed',
    async (_, password, behind) => {
      // What is computed in this thread is done before anybody else has a turn; how many turns there are is chance.
      expect(await turnsDuring(passwords.verify(password, behind))).toBeGreaterThan(0);
    },
  );
});
