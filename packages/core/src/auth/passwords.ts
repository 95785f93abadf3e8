import argon2 from 'argon2';

export interface PasswordOptions {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface Passwords {
  /** The encoded Argon2id hash; computed off the event loop. */
  hash(password: string): Promise<string>;
  /** Whether the password is the one behind an encoded hash. A missing hash takes as long and is false. */
  verify(password: string, encoded: string | null): Promise<boolean>;
  /** Whether a hash costs an attacker less than ours would (RULINGS.md §3). */
  isWeak(encoded: string): boolean;
}

const PARAMETERS = /^\$argon2id?\$v=\d+\$m=(\d+),t=(\d+),p=(\d+)\$/;

export function openPasswords({ memoryKib, passes, parallelism }: PasswordOptions): Passwords {
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost: passes, parallelism } as const;
  let dummy: Promise<string> | undefined;
  return {
    hash: (password) => argon2.hash(password, options),
    async verify(password, encoded) {
      if (encoded === null || encoded === '') {
        // Unknown accounts must not answer faster than known ones.
        dummy ??= argon2.hash('no account has this password', options);
        await argon2.verify(await dummy, password);
        return false;
      }
      try {
        return await argon2.verify(encoded, password);
      } catch {
        return false; // not an encoded Argon2 hash: nothing verifies against it
      }
    },
    isWeak(encoded) {
      const match = PARAMETERS.exec(encoded);
      return !match || Number(match[1]) * Number(match[2]) < memoryKib * passes;
    },
  };
}
