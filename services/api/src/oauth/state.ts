/** What a sign-in carries through the provider and back. Source: account.md §5.3. */
import { newSecret, type Secrets, sameText } from '@plinth/core';

export interface SignIn {
  readonly projectId: string;
  readonly provider: string;
}

export interface Targets {
  readonly success: string;
  readonly failure: string;
}

export interface State extends Targets {
  readonly nonce: string;
  readonly isExpired: boolean;
}

export const STATE_MILLISECONDS = 600_000;
/** Longer ones do not come back from every provider. */
export const STATE_MAX = 4096;

export function signState(
  secrets: Secrets,
  signIn: SignIn,
  { success, failure }: Targets,
): { state: string; nonce: string } {
  const nonce = newSecret(16);
  const body = Buffer.from(JSON.stringify([nonce, Date.now(), success, failure])).toString('base64url');
  return { state: `${body}.${signature(secrets, signIn, body)}`, nonce };
}

/** The state, if this server has made it for just this project and provider. */
export function readState(secrets: Secrets, signIn: SignIn, text: string): State | null {
  const [body = '', signed = ''] = text.split('.', 2);
  if (!sameText(signed, signature(secrets, signIn, body))) return null;
  const [nonce, at, success, failure] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as [
    string,
    number,
    string,
    string,
  ];
  return { nonce, success, failure, isExpired: Date.now() - at > STATE_MILLISECONDS };
}

/** Proves to the provider that who redeems a code is who asked for it. Made of the nonce, so that nothing is stored. */
export const verifierOf = (secrets: Secrets, nonce: string): string => secrets.sign('oauth-verifier', nonce);

const signature = (secrets: Secrets, { projectId, provider }: SignIn, body: string): string =>
  secrets.sign('oauth-state', JSON.stringify([projectId, provider, body]));
