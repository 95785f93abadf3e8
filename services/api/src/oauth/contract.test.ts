/** What providers are sent, against the contract's file where that lies beside the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { type OAuthProvider, oauthProviders } from '@plinth/definitions';
import { appOf, FIELDS } from './fixtures.js';
import { refreshTokens } from './flow.js';
import type { Outgoing } from './outgoing.js';
import { recorded } from './recorded.js';

const file = fileURLToPath(new URL('../../../../../shared/contract/oauth-providers.json', import.meta.url));

interface TokenRequest {
  readonly method: string;
  readonly url: string;
  readonly clientAuth: 'body' | 'query' | 'basic' | 'none';
  readonly grantType: string | null;
  readonly body?: readonly string[];
  readonly query?: readonly string[];
}

interface UserRequest {
  readonly method: string;
  readonly url: string;
  readonly auth: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly queryCredentials?: readonly string[];
  readonly headers?: readonly string[];
}

interface Row {
  readonly key: keyof typeof recorded;
  readonly mock: boolean;
  readonly authorize: {
    readonly url: string;
    readonly params: readonly string[];
    readonly fixed: Readonly<Record<string, string>>;
  };
  readonly scopes: readonly string[];
  readonly scopeJoin: string;
  readonly token: TokenRequest;
  readonly refresh?: TokenRequest | undefined;
  readonly userInfo: readonly UserRequest[];
}

/** Where the contract tells of requests that a provider does not take, or that show what they need not. */
const corrections: Readonly<Record<string, (row: Row) => Partial<Row>>> = {
  // Without the refresh token there is nothing to refresh.
  autodesk: ({ refresh }) => ({ refresh: refresh && { ...refresh, body: [...PLAIN, 'client_id', 'client_secret'] } }),
  // Its own documentation asks for the token in the header.
  etsy: ({ userInfo }) => ({ userInfo: userInfo.map((request) => ({ ...request, auth: 'bearer' })) }),
  // The address to come back to is of no use where nobody comes back.
  facebook: ({ refresh }) => ({ refresh: refresh && { ...refresh, query: [...PLAIN, 'client_id', 'client_secret'] } }),
  linkedin: ({ refresh }) => ({ refresh: refresh && { ...refresh, body: [...PLAIN, 'client_id', 'client_secret'] } }),
  // A code alone proves nothing about who redeems it.
  stripe: ({ token, refresh }) => ({
    token: { ...token, clientAuth: 'body', body: [...(token.body ?? []), 'client_id', 'client_secret'] },
    refresh: refresh && { ...refresh, clientAuth: 'body', body: [...PLAIN, 'client_id', 'client_secret'] },
  }),
  yandex: ({ refresh }) => ({ refresh: refresh && { ...refresh, grantType: 'refresh_token' } }),
};
/** What asks for new tokens, besides the app's ID and secret. */
const PLAIN = ['grant_type', 'refresh_token'];

const rows: readonly OAuthProvider[] = oauthProviders;
const fill = (template: string, more: Readonly<Record<string, string>> = {}): string =>
  template
    .replace(/^http:\/\/localhost/, 'https://api.test')
    .replace(/\{(\w+)\}/g, (_, name: string) => ({ ...FIELDS, ...more, appId: 'app' })[name] ?? '')
    .replace(/^https:\/\/(https:\/\/)/, '$1');
/** What the recorded token answers hold. */
const IDS = { userId: '77', stripe_user_id: 'acct_1' };
const pageOf = ({ origin, pathname }: URL): string => `${origin}${pathname}`;
const namesOf = (values: URLSearchParams): string[] => [...values.keys()].sort();

/** One recorded request: method and address, perhaps the authorization, perhaps the body. */
function read(line: string) {
  const [first = '', ...rest] = line.split(' | ');
  const [method = '', address = ''] = first.split(' ');
  const authorization = rest.find((part) => /^(Basic|Bearer|token) /.test(part)) ?? '';
  const body = rest.find((part) => part !== authorization) ?? '';
  return { method, url: new URL(address), authorization, body: new URLSearchParams(body) };
}

const shown = ({ method, url, headers, body }: Outgoing): string =>
  [`${method} ${url.href}`, headers.Authorization, body].filter(Boolean).join(' | ');

/** A token request as the contract describes it. */
function tokenRequest(line: string) {
  const { method, url, authorization, body } = read(line);
  const isInUrl = url.search !== '';
  const values = isInUrl ? url.searchParams : body;
  const isBasic = authorization.startsWith('Basic ');
  const named = isInUrl ? 'query' : values.has('client_secret') ? 'body' : 'none';
  return {
    method,
    url: pageOf(url),
    clientAuth: isBasic ? 'basic' : named,
    grantType: values.get('grant_type'),
    names: namesOf(values),
  };
}

const wantedToken = ({ method, url, clientAuth, grantType = null, body, query }: TokenRequest) => ({
  method,
  url: fill(url),
  clientAuth,
  grantType,
  names: [...(body ?? query ?? [])].sort(),
});

if (existsSync(file)) {
  const { providers } = JSON.parse(readFileSync(file, 'utf8')) as { providers: Row[] };

  describe.each(providers.map((row) => [row.key, { ...row, ...corrections[row.key]?.(row) }] as const))(
    '%s as the contract has it',
    (key, row) => {
      const { authorize, requests } = recorded[key];
      const provider = rows.find((one) => one.key === key);
      if (!provider) throw new Error(`There is no provider ${key}.`);
      const [token = '', ...users] = requests;
      /** What is sent on top where the provider checks who redeems a code. */
      const withPkce = (names: readonly string[], more: readonly string[]) =>
        [...new Set([...names, ...(provider.pkce ? more : [])])].sort();

      it('is asked for a code', () => {
        const url = new URL(authorize);
        expect(pageOf(url)).toBe(fill(row.authorize.url));
        expect(namesOf(url.searchParams)).toEqual(
          withPkce(row.authorize.params, ['code_challenge', 'code_challenge_method']),
        );
        expect(Object.fromEntries(url.searchParams)).toMatchObject(row.authorize.fixed ?? {});
        expect(provider.scopes).toEqual(row.scopes);
      });

      it('is asked for tokens', () => {
        const { names, ...wanted } = wantedToken(row.token);
        expect(tokenRequest(token)).toEqual({ ...wanted, names: withPkce(names, ['code_verifier']) });
      });

      it('is asked for new tokens', async () => {
        const lines: string[] = [];
        await refreshTokens(appOf(provider), 'old', async (outgoing) => {
          lines.push(shown(outgoing));
          return { status: 200, text: '{"access_token":"new"}' };
        });
        if (row.refresh) expect(lines.map(tokenRequest)).toEqual([wantedToken(row.refresh)]);
      });

      it('is asked who the user is', () => {
        const asked = users.map(read).map(({ method, url, authorization }) => ({
          method,
          url: pageOf(url),
          names: namesOf(url.searchParams),
          auth: authorization.split(' ')[0]?.toLowerCase() ?? '',
        }));
        const wanted = row.userInfo.map(({ method, url, auth, query = {}, queryCredentials = [] }) => ({
          method,
          url: fill(url, IDS),
          names: [
            ...Object.keys(query),
            ...queryCredentials,
            ...(auth?.startsWith('query:') ? [auth.slice(6)] : []),
          ].sort(),
          auth: auth?.startsWith('query:') ? '' : auth,
        }));
        expect(asked).toEqual(wanted);
      });
    },
  );
}
