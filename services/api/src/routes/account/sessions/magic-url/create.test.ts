import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../../scenarios.js';
import { ask, changeSettings, linkOf, mailOf, tally, tokensOf } from '../../fixtures.js';
import { createMagicURLSession } from './create.js';

const PAGE = 'https://app.test/in';
const nobody = (world: World) => `new-${world.user.id}@person.test`;
const usersOf = ({ connections, project }: World, email: string) =>
  connections.store.in(project.$internalId).findAll('users', { email });

scenarios(createMagicURLSession, [
  {
    name: 'a known address gets a link, whatever ID the request names',
    params: (world) => ({ userId: 'another', email: world.user.email.toUpperCase(), url: `${PAGE}?a=1#b` }),
    expect: {
      status: 201,
      body: (world) => ({ userId: world.user.id, secret: '' }),
      events: [],
      jobs: ['mail'],
    },
    async after(world) {
      const { values, ...mail } = mailOf(world);
      expect(mail).toMatchObject({ template: 'magicSession', to: world.user.email, toName: '', from: 'Project' });
      const link = linkOf(world);
      expect([...link.searchParams.keys()]).toEqual(['a', 'userId', 'secret', 'expire', 'project']);
      expect(link.searchParams.get('project')).toBe(world.project.$id);
      expect(link.searchParams.get('secret')).toMatch(/^[0-9a-f]{256}$/);
      expect(link.hash).toBe('#b');
      expect(values.name).toBe('');
      expect(world.changes.map(({ audit }) => audit?.event)).toEqual(['session.create']);
      expect(JSON.stringify(world.changes)).not.toContain(link.searchParams.get('secret'));
    },
  },
  {
    name: 'an unknown address gets an account without password or name, and a link',
    params: (world) => ({ userId: 'newcomer', email: nobody(world).toUpperCase(), url: PAGE }),
    expect: { status: 201, body: { userId: 'newcomer' }, jobs: ['mail'] },
    async after(world) {
      const [user] = await usersOf(world, nobody(world));
      expect(user).toMatchObject({ $id: 'newcomer', password: null, passwordUpdate: null, name: '', status: true });
      expect(user).toMatchObject({ emailVerification: false, passwordGiven: false });
    },
  },
  {
    name: 'a console member sees the secret',
    as: 'admin',
    params: (world) => ({ userId: 'unique()', email: world.user.email, url: PAGE }),
    expect: { status: 201 },
    after: async (world, { body }) => expect(body.secret).toBe(linkOf(world).searchParams.get('secret')),
  },
  {
    name: 'twenty at once of one new address make one account',
    params: (world) => ({ userId: 'unique()', email: nobody(world), url: PAGE }),
    async given(world) {
      const body = { userId: 'unique()', email: nobody(world), url: PAGE };
      const path = '/v1/account/sessions/magic-url';
      const answers = await Promise.all(Array.from({ length: 20 }, () => world.call({ method: 'POST', path, body })));
      expect(tally(answers)).toEqual({ 201: 20 });
      expect(await usersOf(world, nobody(world))).toHaveLength(1);
    },
    expect: { status: 201 },
  },
  {
    name: 'a taken ID is refused to a new address',
    params: (world) => ({ userId: world.user.id, email: nobody(world), url: PAGE }),
    expect: { status: 409, type: 'user_already_exists' },
    after: async (world) => expect(await usersOf(world, nobody(world))).toEqual([]),
  },
  ...[
    'evil.test',
    'evil.test:80',
    'localhost:1@evil.test',
    'app.test:80@evil.test',
    'app.test:x.evil.test',
    '[::1]@evil.test',
    'app.test.evil.test',
  ].map(
    (host): Scenario => ({
      name: `without a page the link leads to this server, never to the host ${host} that the sender made up`,
      headers: { host, 'x-forwarded-host': 'evil.test' },
      params: (world) => ({ userId: 'unique()', email: world.user.email }),
      expect: { status: 201 },
      async after(world) {
        expect(linkOf(world).origin).toBe('http://localhost');
        expect(linkOf(world).pathname).toBe('/auth/magic-url');
      },
    }),
  ),
  {
    name: 'without a page the link leads to the platform at which the server is asked',
    headers: { host: 'app.test:8080' },
    params: (world) => ({ userId: 'unique()', email: world.user.email }),
    expect: { status: 201 },
    after: async (world) => expect(linkOf(world).origin).toBe('http://app.test:8080'),
  },
  ...['[::1]:8080', '[::1]'].map(
    (host): Scenario => ({
      name: `without a page the link leads to a platform that is the address ${host}`,
      given: ({ call, project }) =>
        call({
          method: 'POST',
          path: `/v1/projects/${project.$id}/platforms`,
          as: 'consoleUser',
          project: 'console',
          body: { type: 'web', name: 'Here', hostname: '::1' },
        }),
      headers: { host },
      params: (world) => ({ userId: 'unique()', email: world.user.email }),
      expect: { status: 201 },
      after: async (world) => expect(linkOf(world).host).toBe(host),
    }),
  ),
  {
    name: 'a full project takes nobody new, but knows its own',
    async given(world) {
      await changeSettings(world, { limit: 2 });
      await ask(world, '/sessions/magic-url', { userId: 'unique()', email: world.user.email, url: PAGE });
    },
    params: (world) => ({ userId: 'unique()', email: nobody(world), url: PAGE }),
    expect: { status: 501, type: 'user_count_exceeded' },
  },
  {
    name: 'a project that has it switched off refuses',
    given: (world) => changeSettings(world, { usersAuthMagicURL: false }),
    params: (world) => ({ userId: 'unique()', email: world.user.email, url: PAGE }),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
  ...['https://evil.test/', 'https://app.test@evil.test', 'https://evil.test#app.test', 'javascript:alert(1)'].map(
    (url): Scenario => ({
      name: `no link leads to ${url}`,
      params: (world) => ({ userId: 'unique()', email: world.user.email, url }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  {
    name: 'an empty ID and no address are refused',
    params: { userId: '', email: 'none', url: PAGE },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);

scenarios(
  createMagicURLSession,
  [
    {
      name: 'a server without mail refuses, and leaves neither user nor token behind',
      params: (world) => ({ userId: 'unique()', email: nobody(world), url: PAGE }),
      expect: { status: 503, type: 'general_smtp_disabled' },
      async after(world) {
        expect(await usersOf(world, nobody(world))).toEqual([]);
        expect(await tokensOf(world)).toEqual([]);
      },
    },
  ],
  { _APP_SMTP_HOST: '' },
);

scenarios(
  createMagicURLSession,
  [
    {
      name: 'the console takes nobody new whom its list does not name',
      project: 'console',
      params: (world) => ({ userId: 'unique()', email: nobody(world) }),
      expect: { status: 401, type: 'user_email_not_whitelisted' },
    },
  ],
  { _APP_CONSOLE_WHITELIST_EMAILS: 'boss@house.test' },
);
