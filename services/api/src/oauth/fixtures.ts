/** What tests of signing in through providers share. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OAuthProvider } from '@plinth/definitions';
import type { Answer, Caller, World } from '../scenarios.js';
import { type App, readFields } from './flow.js';

/** Providers of tests are on this machine, and one of them is our own. */
export const WITH_PROVIDERS = { _APP_OAUTH_ALLOW_PRIVATE: 'enabled', _APP_OAUTH_MOCK: 'enabled' };

export interface Claims {
  readonly sub?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
}

/** Code that the stand-in redeems for a user with these claims. */
export const codeOf = (claims: Claims): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

export interface StandIn {
  readonly url: string;
  /** Bodies of the token requests so far. */
  readonly asked: URLSearchParams[];
  close(): Promise<void>;
}

/** A provider that takes every code which `codeOf` makes, and refuses `wrong`. */
export async function openStandIn(): Promise<StandIn> {
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (status: number, value: object) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/userinfo') {
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      send(200, JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as object);
      return;
    }
    const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    asked.push(form);
    const token = form.get('code') ?? form.get('refresh_token') ?? '';
    if (token === 'wrong') send(400, { error: 'invalid_grant' });
    else if (token === 'broken') send(500, {});
    else if (form.has('refresh_token')) send(200, { access_token: 'renewed', expires_in: 60 });
    else send(200, { access_token: token, refresh_token: `again-${token.slice(0, 8)}`, expires_in: 3600 });
  });
  const url = await listenOn(server);
  return { url, asked, close: () => closeServer(server) };
}

export async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** Enters the app of a provider in the world's project. */
export async function enterApp(
  { connections, project }: World,
  provider: string,
  secret: object | string,
  enabled = true,
): Promise<void> {
  const authProviders = {
    [`${provider}Appid`]: 'app',
    [`${provider}Secret`]: typeof secret === 'string' ? secret : JSON.stringify(secret),
    [`${provider}Enabled`]: enabled,
  };
  await connections.store.write((transaction) => transaction.in(0).update('projects', project.$id, { authProviders }));
}

export const OAUTH = '/v1/account/sessions/oauth2';

/** Begins a sign-in; gives where the browser is sent. */
export async function begin(world: World, provider = 'auth0', query: Readonly<Record<string, string>> = {}) {
  const search = new URLSearchParams(query).toString();
  const answer = await world.call({ method: 'GET', path: `${OAUTH}/${provider}?${search}` });
  if (answer.status !== 301) throw new Error(`The sign-in did not begin: ${answer.status} ${answer.body.type}.`);
  return { url: new URL(locationOf(answer)), cookie: nonceCookieOf(answer) };
}

/** Comes back with a code or a refusal, and follows to the end. */
export async function comeBack(
  world: World,
  answer: Readonly<Record<string, string>>,
  {
    provider = 'auth0',
    as = 'guest',
    headers = {},
  }: { provider?: string; as?: Caller; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const path = `${OAUTH}/callback/${provider}/${world.project.$id}?${new URLSearchParams(answer)}`;
  const passed = await world.call({ method: 'GET', path });
  if (passed.status !== 301) return passed;
  return world.call({ method: 'GET', path: locationOf(passed), as, headers });
}

/** A whole sign-in of a user with these claims at the stand-in. */
export async function signIn(
  world: World,
  claims: Claims,
  { as = 'guest', query = {} }: { as?: Caller; query?: Record<string, string> } = {},
): Promise<Answer> {
  const { url } = await begin(world, 'auth0', query);
  return comeBack(world, { code: codeOf(claims), state: url.searchParams.get('state') ?? '' }, { as });
}

export const locationOf = ({ headers }: Answer): string => String(headers.Location ?? '');

/** The error that a failure page is told, or null. */
export function errorOf(answer: Answer): { type: string; code: number; message: string } | null {
  const error = new URL(locationOf(answer)).searchParams.get('error');
  return error === null ? null : (JSON.parse(error) as { type: string; code: number; message: string });
}

export const nonceCookieOf = ({ headers }: Answer): string =>
  [headers['Set-Cookie'] ?? []].flat().join().split(';')[0] ?? '';

/** The session cookie of an answer, as a browser sends it back. */
export const sessionCookieOf = ({ headers }: Answer): string =>
  [headers['Set-Cookie'] ?? []]
    .flat()
    .map((cookie) => String(cookie).split(';')[0] ?? '')
    .find((cookie) => cookie.startsWith('a_session_') && !cookie.includes('_legacy=')) ?? '';

/** Key of an app at Apple. */
export const appleKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** What secrets that are JSON hold, of all providers. */
export const FIELDS: Readonly<Record<string, string>> = {
  clientSecret: 'shh',
  auth0Domain: 'ann.auth0.test',
  authentikDomain: 'id.test',
  endpoint: 'https://git.test',
  tenantID: 'tenant',
  oktaDomain: 'ann.okta.test',
  authorizationServerId: 'server',
  p8: appleKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  keyID: 'K1',
  teamID: 'T1',
};

/** A project's app at a provider. */
export function appOf(provider: OAuthProvider, given: Readonly<Record<string, string>> = FIELDS): App {
  const secret = provider.secretFields ? JSON.stringify(given) : 'shh';
  const fields = readFields(provider, secret) ?? {};
  const redirectUri = 'https://api.test/back';
  return { provider, id: 'app', secret: fields.clientSecret ?? secret, fields, redirectUri, self: 'https://api.test' };
}
