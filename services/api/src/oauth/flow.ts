/**
 * One flow for all providers: where to send people, redeeming their code, asking who they are.
 * Source: account.md §5.
 */
import { createHash } from 'node:crypto';
import { isoTime } from '@plinth/database';
import type { OAuthProvider, OAuthUserRequest } from '@plinth/definitions';
import { appleSecret } from './apple.js';
import type { Incoming, Send } from './outgoing.js';
import { type ProviderUser, readUser } from './paths.js';

/** The project's app at a provider. */
export interface App {
  readonly provider: OAuthProvider;
  readonly id: string;
  readonly secret: string;
  /** Fields of a secret that is JSON. */
  readonly fields: Readonly<Record<string, string>>;
  readonly redirectUri: string;
  /** Address of this server, which is where the mock provider lives. */
  readonly self: string;
}

export interface Tokens {
  readonly accessToken: string;
  /** Empty where the provider gave none. */
  readonly refreshToken: string;
  /** Seconds; null where the provider does not say. */
  readonly expiresIn: number | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** What a session keeps of a provider's tokens. */
export const tokenFields = ({ accessToken, refreshToken, expiresIn }: Tokens) => ({
  providerAccessToken: accessToken,
  providerRefreshToken: refreshToken,
  providerAccessTokenExpiry: expiresIn === null ? null : isoTime(Date.now() + expiresIn * 1000),
});

/** What a provider answered instead of what was asked for; `code` is its own word for it. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const USER_AGENT = 'Appwrite OAuth2';

export function readFields({ secretFields }: OAuthProvider, secret: string): Record<string, string> | null {
  if (!secretFields) return {};
  let given: unknown;
  try {
    given = JSON.parse(secret);
  } catch {
    return null; // the project's owner has not entered what this provider needs
  }
  if (typeof given !== 'object' || given === null) return null;
  const fields: Record<string, string> = {};
  for (const [name, preset] of Object.entries(secretFields)) {
    const value = (given as Record<string, unknown>)[name];
    fields[name] = typeof value === 'string' && value !== '' ? value : preset;
    if (fields[name] === '') return null;
  }
  return fields;
}

export function authorizeUrl(
  app: App,
  { state, scopes, verifier }: { state: string; scopes: readonly string[]; verifier: string },
): string {
  const { provider } = app;
  const url = new URL(fill(app, provider.authorize.url));
  const values: Readonly<Record<string, string>> = {
    client_id: app.id,
    redirect_uri: app.redirectUri,
    scope: joinScopes(provider, scopes),
    state,
  };
  for (const name of provider.authorize.params) {
    if (name !== 'scope' || values.scope !== '') url.searchParams.set(name, values[name] ?? '');
  }
  for (const [name, value] of Object.entries(provider.authorize.fixed ?? {})) url.searchParams.set(name, value);
  if (provider.pkce) {
    url.searchParams.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'));
    url.searchParams.set('code_challenge_method', 'S256');
  }
  return url.href;
}

export function redeemCode(
  app: App,
  { code, state, verifier }: { code: string; state: string; verifier: string },
  send: Send,
): Promise<Tokens> {
  const { token, pkce } = app.provider;
  const values: Readonly<Record<string, string>> = {
    code,
    state,
    grant_type: 'authorization_code',
    redirect_uri: app.redirectUri,
    scope: joinScopes(app.provider, []),
  };
  const params = Object.fromEntries(token.params.map((name) => [name, values[name] ?? '']));
  return askToken(app, token.url, pkce ? { ...params, code_verifier: verifier } : params, send);
}

export function refreshTokens(app: App, refreshToken: string, send: Send): Promise<Tokens> {
  const { url, refreshUrl = url } = app.provider.token;
  return askToken(app, refreshUrl, { grant_type: 'refresh_token', refresh_token: refreshToken }, send);
}

export async function askUser(app: App, { accessToken, raw }: Tokens, send: Send): Promise<ProviderUser> {
  // Etsy puts the ID of the user in front of its access tokens, and nowhere else.
  const token = { ...raw, userId: accessToken.split('.')[0] ?? '' };
  const answers: unknown[] = [];
  for (const request of app.provider.requests) answers.push(await askAbout(app, request, accessToken, token, send));
  const [first, second] = answers;
  return readUser(app.provider, { token, idToken: claimsOf(raw.id_token, app.id), first, second });
}

async function askToken(app: App, template: string, params: Record<string, string>, send: Send): Promise<Tokens> {
  const { auth, method = 'POST' } = app.provider.token;
  const url = new URL(fill(app, template));
  const secret = app.provider.key === 'apple' ? appleSecret(app.id, app.fields) : app.secret;
  const credentials: Record<string, string> =
    auth === 'basic' ? {} : auth === 'none' ? { client_id: app.id } : { client_id: app.id, client_secret: secret };
  const all = new URLSearchParams({ ...params, ...credentials });
  const headers: Record<string, string> = { 'User-Agent': USER_AGENT, Accept: 'application/json' };
  if (auth === 'basic') headers.Authorization = `Basic ${Buffer.from(`${app.id}:${secret}`).toString('base64')}`;
  const isInUrl = auth === 'query';
  if (isInUrl) url.search = all.toString();
  if (method === 'POST') headers['Content-Type'] = 'application/x-www-form-urlencoded';
  const body = isInUrl ? '' : all.toString();
  if (method === 'POST') headers['Content-Length'] = String(Buffer.byteLength(body));
  const answer = readAnswer(await send({ method, url, headers, body }));
  const accessToken = text(answer.access_token);
  if (accessToken === '')
    throw new ProviderError(text(answer.error) || 'no_token', `${app.provider.name} gave no access token.`);
  const seconds = Number(answer.expires_in);
  return {
    accessToken,
    refreshToken: text(answer.refresh_token),
    expiresIn: answer.expires_in !== undefined && Number.isFinite(seconds) ? seconds : null,
    raw: answer,
  };
}

async function askAbout(
  app: App,
  { url: template, method: other, auth, query = {}, headers: declared = {} }: OAuthUserRequest,
  accessToken: string,
  token: Readonly<Record<string, unknown>>,
  send: Send,
): Promise<unknown> {
  const method = other ?? 'GET';
  const url = new URL(fill(app, template, token));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, fill(app, value));
  const headers: Record<string, string> = { 'User-Agent': USER_AGENT, Accept: 'application/json' };
  for (const [name, value] of Object.entries(declared)) headers[name] = fill(app, value);
  if (auth.startsWith('query:')) url.searchParams.set(auth.slice('query:'.length), accessToken);
  else headers.Authorization = `${auth === 'token' ? 'token' : 'Bearer'} ${accessToken}`;
  if (method === 'POST') headers['Content-Length'] = '0';
  const incoming = await send({ method, url, headers, body: '' });
  if (incoming.status >= 400)
    throw new ProviderError('no_user', `${app.provider.name} answered ${incoming.status} to who the user is.`);
  return parse(incoming.text);
}

/** Token answers are JSON; some older providers send a form instead. */
function readAnswer({ status, text: body }: Incoming): Readonly<Record<string, unknown>> {
  const parsed = parse(body);
  const answer =
    typeof parsed === 'object' && parsed !== null
      ? (parsed as Record<string, unknown>)
      : Object.fromEntries(new URLSearchParams(body));
  if (status >= 400) throw new ProviderError(text(answer.error) || String(status), `The provider answered ${status}.`);
  return answer;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null; // no JSON: says nothing of a user, and may be a form
  }
}

/** Claims of an ID token. It comes straight from the provider over TLS, which vouches for it as a signature would. */
function claimsOf(idToken: unknown, appId: string): unknown {
  if (typeof idToken !== 'string') return null;
  const claims = parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const audience = (claims as { aud?: unknown } | null)?.aud;
  return audience === appId || (Array.isArray(audience) && audience.includes(appId)) ? claims : null;
}

const joinScopes = ({ scopes, scopeJoin = ' ' }: OAuthProvider, requested: readonly string[]): string =>
  [...new Set([...scopes, ...requested])].join(scopeJoin);

/** Puts values in the place of names. A domain may be given with its scheme, as it is copied from a browser. */
function fill(app: App, template: string, token: Readonly<Record<string, unknown>> = {}): string {
  const values: Readonly<Record<string, unknown>> = {
    ...token,
    appId: app.id,
    secret: app.secret,
    self: app.self,
    ...app.fields,
  };
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = text(values[name]).replace(/\/+$/, '');
    return Object.hasOwn(token, name) ? encodeURIComponent(value) : value;
  });
  return filled.replace(/^https:\/\/(https?:\/\/)/, '$1');
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
