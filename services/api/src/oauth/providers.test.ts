import { verify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type OAuthProvider, oauthProviders } from '@plinth/definitions';
import { appleSecret } from './apple.js';
import { appleKey, appOf, FIELDS } from './fixtures.js';
import { askUser, authorizeUrl, ProviderError, readFields, redeemCode, refreshTokens } from './flow.js';
import type { Send } from './outgoing.js';
import { recorded } from './recorded.js';

const rows: readonly OAuthProvider[] = oauthProviders;
const row = (key: string): OAuthProvider => {
  const found = rows.find((one) => one.key === key);
  if (!found) throw new Error(`There is no provider ${key}.`);
  return found;
};
const answering =
  (status: number, text: string): Send =>
  async () => ({ status, text });

describe.each(rows.map((provider) => [provider.key, provider] as const))('%s', (key, provider) => {
  const { authorize, token, answers, requests, user } = recorded[key as keyof typeof recorded];

  it('is asked for a code, its tokens and the user in its own way', async () => {
    const app = appOf(provider);
    const queue: unknown[] = [token, ...answers];
    const sent: string[] = [];
    const send: Send = async ({ method, url, headers, body }) => {
      // The secret of Apple's apps is another one each time.
      const shown = body.replace(/client_secret=[^&]{40,}/, 'client_secret=SIGNED');
      sent.push([`${method} ${url.href}`, headers.Authorization, shown].filter(Boolean).join(' | '));
      expect(headers['User-Agent']).toBe('Appwrite OAuth2');
      return { status: 200, text: JSON.stringify(queue.shift()) };
    };
    expect(authorizeUrl(app, { state: 'st', scopes: ['more'], verifier: 'v' })).toBe(authorize);
    const tokens = await redeemCode(app, { code: 'c', state: 'st', verifier: 'v' }, send);
    expect(tokens).toMatchObject({ accessToken: token.access_token, refreshToken: 'again', expiresIn: 3600 });
    expect(await askUser(app, tokens, send)).toEqual(user);
    expect(sent).toEqual(requests);
    expect(queue).toEqual([]);
  });

  it('is asked for new tokens by the old one', async () => {
    const forms: string[] = [];
    await refreshTokens(appOf(provider), 'old', async ({ url, body }) => {
      forms.push(body || url.search.slice(1));
      return { status: 200, text: '{"access_token":"new"}' };
    });
    const form = new URLSearchParams(forms[0]);
    expect([form.get('grant_type'), form.get('refresh_token')]).toEqual(['refresh_token', 'old']);
  });
});

describe('the flow', () => {
  it('reads token answers that are forms', async () => {
    const send = answering(200, 'access_token=tok&scope=user%3Aemail&token_type=bearer');
    const tokens = await redeemCode(appOf(row('github')), { code: 'c', state: 's', verifier: 'v' }, send);
    expect(tokens).toMatchObject({ accessToken: 'tok', refreshToken: '', expiresIn: null });
  });

  it.each([
    [200, '{"error":"bad_verification_code"}', 'bad_verification_code'],
    [400, '{"error":"invalid_grant"}', 'invalid_grant'],
    [502, '<html>', '502'],
    [200, '', 'no_token'],
  ])('takes the answer %d %s for a refusal', async (status, text, code) => {
    const asked = redeemCode(appOf(row('github')), { code: 'c', state: 's', verifier: 'v' }, answering(status, text));
    await expect(asked).rejects.toMatchObject({ name: 'ProviderError', code });
    await expect(asked).rejects.toBeInstanceOf(ProviderError);
  });

  it('believes no ID token that was made for another app', async () => {
    const claims = Buffer.from(JSON.stringify({ aud: 'other', sub: '1' })).toString('base64url');
    const tokens = { accessToken: 't', refreshToken: '', expiresIn: null, raw: { id_token: `x.${claims}.x` } };
    expect(await askUser(appOf(row('apple')), tokens, answering(500, ''))).toMatchObject({ id: '', email: '' });
  });

  it('takes a domain that was copied with its scheme', () => {
    const app = appOf(row('auth0'), { ...FIELDS, auth0Domain: 'https://ann.auth0.test/' });
    const url = authorizeUrl(app, { state: 's', scopes: [], verifier: 'v' });
    expect(url.startsWith('https://ann.auth0.test/authorize?')).toBe(true);
  });

  it.each(['', 'text', '[]', '{"clientSecret":"shh"}', '{"clientSecret":1,"auth0Domain":"a"}'])(
    'takes %s for no secret of a provider that needs fields',
    (secret) => expect(readFields(row('auth0'), secret)).toBeNull(),
  );

  it('fills in what a secret may leave out', () => {
    expect(readFields(row('gitlab'), '{"clientSecret":"shh"}')).toEqual({
      clientSecret: 'shh',
      endpoint: 'https://gitlab.com',
    });
  });

  it("signs the secret of Apple's apps", () => {
    const [header = '', claims = '', signature = ''] = appleSecret('app', FIELDS, 1_700_000_000_000).split('.');
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    expect([read(header), read(claims)]).toMatchObject([
      { alg: 'ES256', kid: 'K1' },
      { iss: 'T1', sub: 'app', aud: 'https://appleid.apple.com', iat: 1_700_000_000 },
    ]);
    const key = { key: appleKey.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const isGood = verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'));
    expect(isGood).toBe(true);
  });
});
