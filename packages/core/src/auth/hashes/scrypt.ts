import { type BinaryLike, createCipheriv, type ScryptOptions, scrypt } from 'node:crypto';
import { sameText } from '../../secrets.js';
import type { Verifier } from './hash.js';

/** Bytes that one log-in may take; the strongest recommended parameters (N 2^17, r 8) need half of it. */
export const SCRYPT_BYTES_MAX = 256 * 1024 * 1024;
/** Bytes of output; 64 are usual. */
export const SCRYPT_LENGTH_MAX = 512;

const FIREBASE = { N: 16_384, r: 8, p: 1, length: 64, keyLength: 32 };

/** What scrypt takes at these parameters, all lanes together. */
export const scryptBytes = (cpu: number, memory: number, parallel: number): number => 128 * cpu * memory * parallel;

/** Hex of scrypt with the parameters of the options; computed in a thread of the pool. */
export const verifyScrypt: Verifier = async (password, stored, { salt, ...options }) => {
  const [cpu, memory, parallel, length] = [
    numberOf(options.costCpu, 8),
    numberOf(options.costMemory, 14),
    numberOf(options.costParallel, 1),
    numberOf(options.length, 64),
  ];
  if (typeof salt !== 'string' || length > SCRYPT_LENGTH_MAX || scryptBytes(cpu, memory, parallel) > SCRYPT_BYTES_MAX)
    return false;
  const derived = await derive(password, salt, length, { N: cpu, r: memory, p: parallel });
  return sameText(derived.toString('hex'), stored);
};

/** Firebase's scrypt, whose output encrypts the project's signer key. Source: users.md §1.1. */
export const verifyScryptModified: Verifier = async (password, stored, { salt, saltSeparator, signerKey }) => {
  if (typeof salt !== 'string' || typeof saltSeparator !== 'string' || typeof signerKey !== 'string') return false;
  const salted = Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(saltSeparator, 'base64')]);
  const { N, r, p, length, keyLength } = FIREBASE;
  const key = (await derive(password, salted, length, { N, r, p })).subarray(0, keyLength);
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const encrypted = Buffer.concat([cipher.update(Buffer.from(signerKey, 'base64')), cipher.final()]);
  return sameText(encrypted.toString('base64'), stored);
};

/** A positive whole number; of anything else scrypt itself refuses what comes out. */
const numberOf = (value: unknown, preset: number): number =>
  value === undefined || value === null ? preset : Number.isInteger(value) && Number(value) > 0 ? Number(value) : -1;

/** Rejects for parameters that are none, such as an N that is no power of two. */
function derive(password: string, salt: BinaryLike, length: number, options: ScryptOptions): Promise<Buffer> {
  // Room for the bound itself and for the small blocks beside it.
  const maxmem = SCRYPT_BYTES_MAX * 2;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { ...options, maxmem }, (error, derived) =>
      error ? reject(error) : resolve(derived),
    );
  });
}
