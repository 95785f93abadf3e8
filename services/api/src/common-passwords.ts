import { createRequire } from 'node:module';

const COUNT = 10_000;
let kept: ReadonlySet<string> | undefined;

/** The 10,000 most common passwords, read when the first project asks for them. */
export function commonPasswords(): ReadonlySet<string> {
  if (!kept) {
    const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as {
      dictionary: { passwords: string[] };
    };
    kept = new Set(dictionary.passwords.slice(0, COUNT));
  }
  return kept;
}
