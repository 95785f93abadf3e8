import { expect } from '@jest/globals';
import { enterApp, locationOf, nonceCookieOf, WITH_PROVIDERS } from '../../../../oauth/fixtures.js';
import { type Answer, type Scenario, scenarios, type World } from '../../../../scenarios.js';
import { createOAuth2Session } from './get.js';

const github = (world: World) => enterApp(world, 'github', 'secret');
const auth0 = (secret: object | string) => (world: World) => enterApp(world, 'auth0', secret);
const refusedPage = (name: string, url: (world: World) => string, param = 'success') => ({
  name,
  given: github,
  params: (world: World) => ({ provider: 'github', [param]: url(world) }),
  expect: { status: 400 },
  async after(_: World, { text }: Answer) {
    expect(text).toContain(param);
    expect(text).toContain('app.test, localhost');
  },
});

async function changeProject({ connections, project }: World, change: { url: string; name?: string }): Promise<void> {
  await connections.store.write((transaction) => transaction.in(0).update('projects', project.$id, change));
  connections.projects.forget(project.$id);
}

type Way = readonly [
  name: string,
  params: Record<string, string> | ((world: World) => Record<string, string>),
  link: string | RegExp,
  status?: number,
];

/** What the page of an error links to, in a project whose own page is `https://home.test/`. */
const wayBack = (...ways: readonly Way[]) =>
  ways.map(
    ([name, params, link, status = 412]): Scenario => ({
      name: `the page of an error ${name}`,
      given: (world) => changeProject(world, { url: 'https://home.test/', name: '<Red>' }),
      params: (world) => ({ provider: 'github', ...(typeof params === 'function' ? params(world) : params) }),
      expect: { status },
      async after(_, { text }) {
        const links = [...text.matchAll(/href="([^"]*)">Go back to &lt;Red&gt;</g)].map(([, href]) => href);
        expect(links).toEqual([typeof link === 'string' ? link : expect.stringMatching(link)]);
      },
    }),
  );

scenarios(
  createOAuth2Session,
  [
    {
      name: 'a browser is sent to the provider, with a cookie that it shows when it is back',
      given: github,
      params: { provider: 'github', scopes: ['repo', 'user:email'] },
      expect: { status: 301, headers: { Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' }, events: [] },
      async after(world, answer) {
        const url = new URL(locationOf(answer));
        expect(`${url.origin}${url.pathname}`).toBe('https://github.com/login/oauth/authorize');
        expect(Object.fromEntries(url.searchParams)).toMatchObject({
          client_id: 'app',
          scope: 'user:email repo',
          redirect_uri: `http://localhost/v1/account/sessions/oauth2/callback/github/${world.project.$id}`,
        });
        expect(nonceCookieOf(answer)).toMatch(/^a_oauth_[0-9a-f]{16}=[0-9a-f]{32}$/);
        expect(answer.headers['Cache-Control']).toContain('no-store');
      },
    },
    {
      name: 'pages on hosts of the project and in its apps are taken',
      given: github,
      params: ({ project }) => ({
        provider: 'github',
        success: 'https://app.test/a?b=c',
        failure: `appwrite-callback-${project.$id}://localhost/auth/oauth2/failure`,
      }),
      expect: { status: 301 },
    },
    {
      name: 'an unknown provider is refused',
      params: { provider: 'nobody' },
      expect: { status: 400 },
    },
    ...[
      'https://app.test@evil.test',
      'https://app.test.evil.test',
      'https://evil.test\\@app.test',
      'https://evil.test#app.test',
      '//evil.test',
      'javascript:alert(1)//app.test',
      'https://app%2etest/',
      'appwrite-callback-other://localhost/auth/oauth2/success',
    ].map((url) => refusedPage(`the page ${url} is refused`, () => url)),
    refusedPage('a failure page elsewhere is refused', () => 'https://evil.test', 'failure'),
    refusedPage(
      "an app's address with a line break is refused",
      ({ project }) => `appwrite-callback-${project.$id}://a\nb`,
    ),
    {
      name: 'a provider that the project has not set up is refused',
      params: { provider: 'github' },
      expect: { status: 412 },
      after: async (_, { headers }) => expect(headers['Content-Type']).toBe('text/html; charset=UTF-8'),
    },
    ...wayBack(
      [
        'leads back to the failure page',
        { failure: 'https://app.test/out?a=1&b="' },
        'https://app.test/out?a=1&amp;b=&quot;',
      ],
      [
        'leads back to the failure page in an app',
        ({ project }) => ({ failure: `appwrite-callback-${project.$id}://x` }),
        /^appwrite-callback-\w+:\/\/x$/,
      ],
      [
        "leads back to the project's page instead of one elsewhere",
        { failure: 'https://evil.test' },
        'https://home.test/',
        400,
      ],
      ["leads back to the project's page where none is named", {}, 'https://home.test/'],
    ),
    {
      name: 'the page of an error leads nowhere that is no address of a page',
      given: (world) => changeProject(world, { url: 'javascript:alert(1)' }),
      params: { provider: 'github', failure: 'javascript:alert(1)//app.test' },
      expect: { status: 400 },
      after: async (_, { text }) => expect(text).not.toContain('href'),
    },
    {
      name: 'a provider that is switched off is refused',
      given: (world) => enterApp(world, 'github', 'secret', false),
      params: { provider: 'github' },
      expect: { status: 412 },
    },
    {
      name: 'a provider without its secret is refused',
      given: (world) => enterApp(world, 'github', ''),
      params: { provider: 'github' },
      expect: { status: 412 },
    },
    {
      name: 'a provider whose secret lacks fields is refused',
      given: auth0('just text'),
      params: { provider: 'auth0' },
      expect: { status: 412 },
    },
    {
      name: 'the console has no providers',
      project: 'console',
      params: { provider: 'github' },
      expect: { status: 412 },
    },
  ],
  WITH_PROVIDERS,
);

scenarios(createOAuth2Session, [
  {
    name: 'the mock provider is there only where an operator asked for it',
    given: (world) => enterApp(world, 'mock', 'secret'),
    params: { provider: 'mock' },
    expect: { status: 501 },
    async after(world) {
      const path = '/v1/mock/tests/general/oauth2/success';
      expect((await world.call({ method: 'GET', path })).body.type).toBe('general_route_not_found');
    },
  },
]);
