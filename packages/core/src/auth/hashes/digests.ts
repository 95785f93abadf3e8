import { createHash } from 'node:crypto';
import { sameText } from '../../secrets.js';
import type { Verifier } from './hash.js';

/** Digests that a SHA import may name, by the name that the platform has for them. */
const platformNames = new Map([
  ['sha1', 'sha1'],
  ['sha224', 'sha224'],
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512/224', 'sha512-224'],
  ['sha512/256', 'sha512-256'],
  ['sha512', 'sha512'],
  ['sha3-224', 'sha3-224'],
  ['sha3-256', 'sha3-256'],
  ['sha3-384', 'sha3-384'],
  ['sha3-512', 'sha3-512'],
]);

/** In the spelling that is stored. */
export const shaVersions: readonly string[] = [...platformNames.keys()];

const DEFAULT_VERSION = 'sha3-512';

export const verifyMd5: Verifier = (password, stored) => sameText(digest('md5', password), stored);

export const verifySha: Verifier = (password, stored, { version }) => {
  const name = platformNames.get(String(version || DEFAULT_VERSION));
  return name !== undefined && sameText(digest(name, password), stored);
};

const digest = (name: string, text: string): string => createHash(name).update(text).digest('hex');
