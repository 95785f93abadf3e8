import argon2 from 'argon2';
import type { Verifier } from './hash.js';

const ENCODED = /^\$argon2(?:i|id)(?:\$v=\d+)?\$m=(\d+),t=(\d+),p=(\d+)[,$]/;
/** 1 GiB, and 8 GiB of memory passes: some seconds of one thread. What costs more is no log-in but an attack. */
const MEMORY_KIB_MAX = 1_048_576;
const WORK_KIB_MAX = 8_388_608;

/** Encoded Argon2i and Argon2id texts with their own parameters; the work is done in a thread of the pool. */
export const verifyArgon2: Verifier = (password, stored) => {
  const cost = costOf(stored);
  if (!cost || cost.memoryKib > MEMORY_KIB_MAX || cost.memoryKib * cost.passes > WORK_KIB_MAX) return false;
  return argon2.verify(stored, password);
};

/** What an encoded text asks of whoever computes it; null where it is none. */
export function costOf(encoded: string): { memoryKib: number; passes: number } | null {
  const match = ENCODED.exec(encoded);
  return match ? { memoryKib: Number(match[1]), passes: Number(match[2]) } : null;
}
