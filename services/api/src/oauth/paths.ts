/**
 * Reading providers' answers by paths that are data. A path is names and numbers between dots; `list[name]` is the
 * first entry of a list in which `name` is true, `list[name=other]` the first whose `name` equals the answer's `other`.
 * In front stands the answer that is meant: `second:`, `idToken:`, `token:`, else it is the first.
 */
import type { OAuthProvider } from '@plinth/definitions';

/** Everything that a provider has said, by the names that paths use. */
export interface Answers {
  readonly token: Readonly<Record<string, unknown>>;
  readonly idToken: unknown;
  readonly first: unknown;
  readonly second: unknown;
}

/** A user as a provider knows it; empty texts where it says nothing. */
export interface ProviderUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Whether the provider vouches for the address. */
  readonly isVerified: boolean;
}

export function readUser({ user }: OAuthProvider, answers: Answers): ProviderUser {
  const email = textAt(answers, user.email).trim().toLowerCase();
  const names = typeof user.name === 'string' ? [user.name] : user.name;
  return {
    id: textAt(answers, user.id),
    email,
    name: names
      .map((path) => textAt(answers, path))
      .filter(Boolean)
      .join(' '),
    isVerified: email !== '' && isVerified(answers, user.verified),
  };
}

function isVerified(answers: Answers, verified: OAuthProvider['user']['verified']): boolean {
  if (typeof verified === 'boolean') return verified;
  return typeof verified === 'string' ? isTrue(at(answers, verified)) : textAt(answers, verified.present) !== '';
}

const isTrue = (value: unknown): boolean => value === true || value === 1 || value === 'true' || value === '1';

function textAt(answers: Answers, path: string): string {
  const value = at(answers, path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

function at(answers: Answers, path: string): unknown {
  const [, source = 'first', rest = ''] = /^(?:(second|idToken|token):)?(.*)$/.exec(path) ?? [];
  const root = answers[source as keyof Answers];
  let value: unknown = root;
  for (const [, name, flag, same] of rest.matchAll(/([^.[\]]+)|\[([^\]=]+)(?:=([^\]]+))?\]/g)) {
    if (name !== undefined) value = own(value, name);
    else if (!Array.isArray(value)) return undefined;
    else
      value = value.find((entry) =>
        same === undefined ? isTrue(own(entry, flag ?? '')) : own(entry, flag ?? '') === own(root, same),
      );
  }
  return value;
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
