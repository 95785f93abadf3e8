import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { changeUser, linkOf, mailOf, tokensOf } from '../fixtures.js';
import { createVerification } from './create.js';

const PAGE = 'https://app.test/verify';
const WEEK = 7 * 24 * 3600 * 1000;

scenarios(createVerification, [
  {
    name: 'a link is mailed; the secret is nowhere else in clear',
    as: 'user',
    headers: { 'x-appwrite-locale': 'fr' },
    params: { url: `${PAGE}?a=1` },
    expect: { status: 201, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: ['mail'] },
    async after(world, answer) {
      const { values, ...mail } = mailOf(world);
      const { expire } = answer.body;
      expect(mail).toMatchObject({ template: 'verification', locale: 'fr', to: world.user.email, toName: 'A person' });
      expect(mail).toMatchObject({ from: 'Project', expire });
      expect(Math.abs(Date.parse(String(expire)) - Date.now() - WEEK)).toBeLessThan(60_000);
      expect([...linkOf(world).searchParams.keys()]).toEqual(['a', 'userId', 'secret', 'expire']);
      expect(linkOf(world).searchParams.get('userId')).toBe(world.user.id);
      const secret = linkOf(world).searchParams.get('secret') ?? '';
      expect(secret).toMatch(/^[0-9a-f]{256}$/);
      expect(values.name).toBe('A person');
      const [change] = world.changes;
      expect(change?.events[0]).toBe(`users.${world.user.id}.verification.${answer.body.$id}.create`);
      expect(change?.audit).toMatchObject({ event: 'verification.create', resource: `user/${world.user.id}` });
      expect(JSON.stringify(change)).not.toContain(secret);
      expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({ secret });
      expect(change?.realtime?.payload).toMatchObject({ secret: '' });
    },
  },
  {
    name: 'who is verified already may ask again',
    as: 'user',
    given: (world) => changeUser(world, { emailVerification: true }),
    params: { url: PAGE },
    expect: { status: 201, jobs: ['mail'] },
  },
  {
    name: 'an account without address is refused',
    as: 'user',
    given: (world) => changeUser(world, { email: null }),
    params: { url: PAGE },
    expect: { status: 400, type: 'general_argument_invalid' },
    after: async (world) => expect(await tokensOf(world)).toEqual([]),
  },
  { name: 'a guest is refused', params: { url: PAGE }, expect: { status: 401, type: 'general_unauthorized_scope' } },
  ...['https://evil.test/', 'https://app.test@evil.test', 'https://app.test.evil.test', '//evil.test'].map(
    (url): Scenario => ({
      name: `no link leads to ${url}`,
      as: 'user',
      headers: { host: 'evil.test' },
      params: { url },
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
]);

scenarios(
  createVerification,
  [
    {
      name: 'a server without mail refuses, and leaves no token behind',
      as: 'user',
      params: { url: PAGE },
      expect: { status: 503, type: 'general_smtp_disabled' },
      after: async (world) => expect(await tokensOf(world)).toEqual([]),
    },
  ],
  { _APP_SMTP_HOST: '' },
);
