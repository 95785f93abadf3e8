import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { changeUser, mailOf, tokensOf } from '../fixtures.js';
import { createRecovery } from './create.js';

const URL_OF_APP = 'https://app.test/recover';

scenarios(createRecovery, [
  {
    name: 'a link is mailed; the secret is nowhere else in clear',
    headers: { 'x-appwrite-locale': 'de' },
    params: (world) => ({ email: world.user.email.toUpperCase(), url: `${URL_OF_APP}?a=1&secret=mine#part` }),
    expect: { status: 201, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: ['mail'] },
    async after(world, answer) {
      const { values, ...mail } = mailOf(world);
      expect(mail).toMatchObject({
        template: 'recovery',
        locale: 'de',
        to: world.user.email,
        toName: 'A person',
        from: 'Project',
        expire: answer.body.expire,
      });
      const link = new URL(values.redirect ?? '');
      const secret = link.searchParams.get('secret') ?? '';
      expect(secret).toMatch(/^[0-9a-f]{256}$/);
      expect([...link.searchParams.keys()]).toEqual(['a', 'secret', 'userId', 'expire']);
      expect(link.searchParams.get('expire')).toBe(String(answer.body.expire).slice(0, 23).replace('T', ' '));
      expect(link.hash).toBe('#part');
      expect(values).toMatchObject({ name: 'A person', project: 'Project' });
      const [change] = world.changes;
      expect(change?.events[0]).toBe(`users.${world.user.id}.recovery.${answer.body.$id}.create`);
      expect(change?.audit).toMatchObject({ event: 'recovery.create', resource: `user/${world.user.id}` });
      expect(change?.actor).toMatchObject({ kind: 'user', id: world.user.id, email: world.user.email });
      expect(JSON.stringify(change)).not.toContain(secret);
      expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({ secret });
      expect(change?.realtime?.payload).toMatchObject({ secret: '' });
    },
  },
  {
    name: 'an unknown address is not found',
    params: { email: 'nobody@person.test', url: URL_OF_APP },
    expect: { status: 404, type: 'user_not_found' },
  },
  {
    name: 'an address that only looks like a known one is no address',
    params: (world) => ({ email: world.user.email.replace('person', 'persön'), url: URL_OF_APP }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a blocked user gets none',
    given: (world) => changeUser(world, { status: false }),
    params: (world) => ({ email: world.user.email, url: URL_OF_APP }),
    expect: { status: 401, type: 'user_blocked' },
    after: async (world) => expect(await tokensOf(world)).toEqual([]),
  },
  ...[
    'https://app.test@evil.test',
    'https://app.test.evil.test',
    'https://evil.test\\@app.test',
    'https://evil.test#app.test',
    '//evil.test',
    'javascript:alert(1)//app.test',
    'https://app%2etest/',
    'https://evil.test/',
  ].map((url) => ({
    name: `no link leads to ${url}`,
    headers: { host: 'evil.test' },
    params: (world: { user: { email: string } }) => ({ email: world.user.email, url }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);

scenarios(
  createRecovery,
  [
    {
      name: 'a server without mail refuses, and leaves no token behind',
      params: (world) => ({ email: world.user.email, url: URL_OF_APP }),
      expect: { status: 503, type: 'general_smtp_disabled' },
      after: async (world) => expect(await tokensOf(world)).toEqual([]),
    },
  ],
  { _APP_SMTP_HOST: '' },
);

scenarios(
  createRecovery,
  [
    {
      name: 'after ten of one address the eleventh is refused',
      async given(world) {
        const body = { email: world.user.email, url: URL_OF_APP };
        const ask = () => world.call({ method: 'POST', path: '/v1/account/recovery', body });
        for (let count = 0; count < 10; count++) expect((await ask()).status).toBe(201);
      },
      params: (world) => ({ email: world.user.email.toUpperCase(), url: URL_OF_APP }),
      expect: { status: 429, type: 'general_rate_limit_exceeded' },
    },
  ],
  { _APP_OPTIONS_ABUSE: 'enabled' },
);
