/** The whole way through a real provider, which checks what it is sent by the rules of OpenID Connect. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Provider from 'oidc-provider';
import { makeWorld, onBothProfiles, type World } from '../scenarios.js';
import {
  begin,
  closeServer,
  comeBack,
  enterApp,
  errorOf,
  listenOn,
  locationOf,
  sessionCookieOf,
  WITH_PROVIDERS,
} from './fixtures.js';

const PAGES = { success: 'https://app.test/in', failure: 'https://app.test/out' };

/** A browser with cookies, which signs in at the provider's own pages until it is sent back to us. */
async function visit(start: URL, isWilling: boolean): Promise<URL> {
  const cookies = new Map<string, string>();
  const go = async (url: URL, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return response;
  };
  let url = start;
  let response = await go(url);
  for (let step = 0; step < 20; step += 1) {
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      if (url.origin !== start.origin) return url;
      response = await go(url);
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt) throw new Error(`The provider shows something else: ${page.slice(0, 2000)}`);
    if (!isWilling) response = await go(new URL(`${url.pathname}/abort`, url));
    else response = await go(url, { prompt, login: 'ann', password: 'any' });
  }
  throw new Error('The provider does not send the browser back.');
}

onBothProfiles(
  'signing in through an OpenID Connect provider',
  (stage) => {
    let server: Server;
    let address: string;
    let provider: Provider;
    beforeAll(async () => {
      server = createServer((request, response) => void provider.callback()(request, response));
      address = await listenOn(server);
    });
    afterAll(() => closeServer(server));

    async function open(): Promise<World> {
      const world = await makeWorld(stage());
      await enterApp(world, 'auth0', { clientSecret: 'secret', auth0Domain: address });
      provider = new Provider(address, {
        clients: [
          {
            client_id: 'app',
            client_secret: 'secret',
            token_endpoint_auth_method: 'client_secret_post',
            grant_types: ['authorization_code', 'refresh_token'],
            redirect_uris: [`http://localhost/v1/account/sessions/oauth2/callback/auth0/${world.project.$id}`],
          },
        ],
        routes: { authorization: '/authorize', token: '/oauth/token', userinfo: '/userinfo' },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        pkce: { required: () => true },
        issueRefreshToken: async () => true,
        findAccount: (_, id) => ({
          accountId: id,
          claims: () => ({ sub: id, email: `${id}@mail.test`, email_verified: true, name: 'Ann' }),
        }),
      });
      return world;
    }
    const answerOf = (url: URL) => Object.fromEntries(url.searchParams);

    it('makes a user, whose tokens there can be renewed', async () => {
      const world = await open();
      const back = await visit((await begin(world, 'auth0', PAGES)).url, true);
      const answer = await comeBack(world, answerOf(back));
      expect(locationOf(answer)).toBe(PAGES.success);
      const headers = { cookie: sessionCookieOf(answer) };
      const { body: account } = await world.call({ method: 'GET', path: '/v1/account', headers });
      expect(account).toMatchObject({ email: 'ann@mail.test', name: 'Ann', emailVerification: true });
      const path = '/v1/account/sessions/current';
      const { body: before } = await world.call({ method: 'GET', path, headers });
      const { status, body: after } = await world.call({ method: 'PATCH', path, headers });
      expect([status, after.provider]).toEqual([200, 'auth0']);
      expect(before.providerAccessToken).not.toBe('');
      expect([before.providerAccessToken, '']).not.toContain(after.providerAccessToken);
    });

    it('leads to the failure page when the user does not agree', async () => {
      const world = await open();
      const back = await visit((await begin(world, 'auth0', PAGES)).url, false);
      const answer = await comeBack(world, answerOf(back));
      expect(locationOf(answer).startsWith(`${PAGES.failure}?error=`)).toBe(true);
      expect(errorOf(answer)).toMatchObject({ type: 'user_unauthorized' });
    });

    it('redeems no code of another sign-in: the provider knows who asked for it', async () => {
      const world = await open();
      const back = await visit((await begin(world, 'auth0', PAGES)).url, true);
      const { url: other } = await begin(world, 'auth0', PAGES);
      const state = other.searchParams.get('state') ?? '';
      const answer = await comeBack(world, { ...answerOf(back), state });
      expect(errorOf(answer)).toMatchObject({ type: 'general_server_error' });
    });
  },
  WITH_PROVIDERS,
);
