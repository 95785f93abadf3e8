import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { sameText } from '../../secrets.js';
import { verifyBcrypt } from './bcrypt.js';
import type { Verifier } from './hash.js';

const DIGITS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PORTABLE = /^\$[PH]\$([./A-Za-z0-9])([./A-Za-z0-9]{8})([./A-Za-z0-9]{22})$/;
const ROUNDS_LOG2_MIN = 7;
/**
 * The format goes to 2^30, which would be half an hour of the main thread. 2^20 are two seconds, and 128 times what
 * WordPress asks for, the most that is seen.
 */
const ROUNDS_LOG2_MAX = 20;
/** Rounds before others get their turn: about a millisecond. */
const SLICE = 512;

/** Portable phpass texts; any other that phpass writes is bcrypt. Source: users.md §1.1. */
export function openPhpass(): Verifier {
  // The platform has no MD5 off the main thread, so rounds go in slices, and one text at a time: many log-ins at once
  // would else put all their slices into one turn of the event loop.
  let last: Promise<unknown> = Promise.resolve();
  return (password, stored, options) => {
    const match = PORTABLE.exec(stored);
    if (!match) return verifyBcrypt(password, stored, options);
    const [, log2 = '', salt = '', expected = ''] = match;
    const roundsLog2 = DIGITS.indexOf(log2);
    if (roundsLog2 < ROUNDS_LOG2_MIN || roundsLog2 > ROUNDS_LOG2_MAX) return false;
    const computed = last.then(() => stretch(password, salt, 2 ** roundsLog2));
    last = computed.catch(() => undefined);
    return computed.then((digest) => sameText(encode(digest), expected));
  };
}

async function stretch(password: string, salt: string, rounds: number): Promise<Buffer> {
  const text = Buffer.from(password);
  let digest = hash('md5', Buffer.concat([Buffer.from(salt), text]), 'buffer');
  const input = Buffer.concat([digest, text]);
  for (let round = 0; round < rounds; round++) {
    digest = hash('md5', input, 'buffer');
    digest.copy(input);
    if (round % SLICE === SLICE - 1) await turn();
  }
  return digest;
}

/** Six bits a digit, the lowest first, three bytes a group. */
function encode(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.subarray(at, at + 3);
    const value = group.reduce((sum, byte, place) => sum | (byte << (8 * place)), 0);
    for (let digit = 0; digit <= group.length; digit++) text += DIGITS[(value >> (6 * digit)) & 63];
  }
  return text;
}
