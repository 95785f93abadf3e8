import argon2 from 'argon2';
import { costOf } from './hashes/argon2.js';
import type { StoredPassword } from './hashes/hash.js';
import { openVerifiers } from './hashes/index.js';

export interface PasswordOptions {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface Passwords {
  /** The encoded Argon2id hash; computed off the event loop. */
  hash(password: string): Promise<string>;
  /**
   * Whether the password is the one behind what is stored, by whichever algorithm. A missing one takes as long as ours
   * and is false, as is what cannot be read.
   */
  verify(password: string, stored: StoredPassword | null): Promise<boolean>;
  /** Whether a stored password costs an attacker less than ours would, or is no Argon2 (RULINGS.md §3). */
  isWeak(stored: StoredPassword): boolean;
}

export function openPasswords({ memoryKib, passes, parallelism }: PasswordOptions): Passwords {
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost: passes, parallelism } as const;
  const verifiers = openVerifiers();
  let dummy: Promise<string> | undefined;
  /** Takes the time of a check: unknown accounts, and those with a cheap hash, must not answer faster than others. */
  async function spendTime(password: string): Promise<void> {
    dummy ??= argon2.hash('no account has this password', options);
    await argon2.verify(await dummy, password);
  }
  async function isBehind(password: string, { password: text, hash, hashOptions }: StoredPassword): Promise<boolean> {
    const verifier = text ? verifiers.get(hash) : undefined;
    if (!verifier || !text) return false;
    try {
      return await verifier(password, text, hashOptions ?? {});
    } catch {
      return false; // nothing verifies against what no verifier can read
    }
  }
  return {
    hash: (password) => argon2.hash(password, options),
    async verify(password, stored) {
      if (!stored) {
        await spendTime(password);
        return false;
      }
      const isArgon2 = stored.hash === 'argon2' && costOf(stored.password ?? '') !== null;
      const [verified] = await Promise.all([isBehind(password, stored), isArgon2 ? null : spendTime(password)]);
      return verified;
    },
    isWeak({ password, hash }) {
      const cost = hash === 'argon2' ? costOf(password ?? '') : null;
      return !cost || cost.memoryKib * cost.passes < memoryKib * passes;
    },
  };
}

/**
 * A password as the list of remembered ones holds it. An encoded Argon2 text says all by itself, so it stands alone;
 * any other goes with the name and the options of its algorithm.
 */
export const toRemembered = ({ password, hash, hashOptions }: StoredPassword): string =>
  hash === 'argon2' ? (password ?? '') : JSON.stringify({ password, hash, hashOptions });

export function fromRemembered(entry: string): StoredPassword {
  if (!entry.startsWith('{')) return { password: entry, hash: 'argon2', hashOptions: {} };
  return JSON.parse(entry) as StoredPassword;
}
