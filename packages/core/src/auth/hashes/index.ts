import { verifyArgon2 } from './argon2.js';
import { verifyBcrypt } from './bcrypt.js';
import { verifyMd5, verifySha } from './digests.js';
import type { Verifier } from './hash.js';
import { openPhpass } from './phpass.js';
import { verifyScrypt, verifyScryptModified } from './scrypt.js';

/** Verifiers by the name of the algorithm; a name that is none has none. Source: users.md §1.1. */
export function openVerifiers(): ReadonlyMap<string, Verifier> {
  return new Map<string, Verifier>([
    ['argon2', verifyArgon2],
    ['bcrypt', verifyBcrypt],
    ['md5', verifyMd5],
    ['sha', verifySha],
    ['phpass', openPhpass()],
    ['scrypt', verifyScrypt],
    ['scryptMod', verifyScryptModified],
  ]);
}
