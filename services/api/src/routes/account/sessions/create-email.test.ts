import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, changeSettings, changeUser, givePassword, PASSWORD, sessionsOf, userOf } from '../fixtures.js';
import { createEmailSession } from './create-email.js';

/** A password as some other product stored it. */
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

scenarios(createEmailSession, [
  {
    name: 'the right password signs in; the secret is in cookies and the fallback header only',
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0' },
    given: (world) => givePassword(world),
    params: (world) => ({ email: world.user.email.toUpperCase(), password: PASSWORD }),
    expect: {
      status: 201,
      body: (world) => ({
        userId: world.user.id,
        provider: 'email',
        providerUid: world.user.email,
        current: true,
        clientCode: 'FF',
        countryCode: '--',
      }),
      jobs: [],
    },
    async after(world, { body, headers }) {
      expect(world.changes.map(({ events }) => events[0])).toEqual([
        `users.${world.user.id}.sessions.${body.$id}.create`,
      ]);
      expect(world.changes[0]?.audit).toMatchObject({ event: 'session.create', resource: `user/${world.user.id}` });
      const [session = ''] = Object.values(JSON.parse(String(headers['X-Fallback-Cookies'])) as Record<string, string>);
      const cookie = `a_session_${world.project.$id}=${encodeURIComponent(session)}`;
      const seen = await world.call({ method: 'GET', path: '/v1/account/sessions/current', headers: { cookie } });
      expect(seen.body.$id).toBe(body.$id);
      const { secret } = JSON.parse(Buffer.from(session, 'base64').toString()) as { secret: string };
      expect(JSON.stringify([body, world.changes])).not.toContain(secret);
    },
  },
  {
    name: 'a wrong password is refused',
    given: (world) => givePassword(world),
    params: (world) => ({ email: world.user.email, password: 'not the right one' }),
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'an unknown address is refused in the same words',
    params: { email: 'nobody@person.test', password: PASSWORD },
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'a user without password is refused in the same words',
    given: (world) => changeUser(world, { password: null }),
    params: (world) => ({ email: world.user.email, password: PASSWORD }),
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'a blocked user is told so, once the password is right',
    async given(world) {
      await givePassword(world);
      await changeUser(world, { status: false });
      const body = { email: world.user.email, password: 'not the right one' };
      const wrong = await world.call({ method: 'POST', path: '/v1/account/sessions/email', body });
      expect(wrong.body.type).toBe('user_invalid_credentials');
    },
    params: (world) => ({ email: world.user.email, password: PASSWORD }),
    expect: { status: 401, type: 'user_blocked' },
  },
  {
    name: 'the oldest sessions beyond the limit go, of twenty at once too',
    async given(world) {
      await changeSettings(world, { maxSessions: 3 });
      await givePassword(world);
      await addSession(world);
      const body = { email: world.user.email, password: PASSWORD };
      const send = () => world.call({ method: 'POST', path: '/v1/account/sessions/email', body });
      for (const { status } of await Promise.all(Array.from({ length: 20 }, send))) expect(status).toBe(201);
      expect(await sessionsOf(world)).toHaveLength(3);
    },
    params: (world) => ({ email: world.user.email, password: PASSWORD }),
    expect: { status: 201 },
    async after(world, { body }) {
      const sessions = await sessionsOf(world);
      expect(sessions).toHaveLength(3);
      expect(sessions.at(-1)?.$id).toBe(body.$id);
    },
  },
  {
    name: 'an imported hash becomes one of ours',
    async given(world) {
      await changeUser(world, { password: md5(PASSWORD), hash: 'md5', hashOptions: { type: 'md5' } });
    },
    params: (world) => ({ email: world.user.email, password: PASSWORD }),
    expect: { status: 201 },
    async after(world) {
      const user = await userOf(world);
      expect(user?.password).toMatch(/^\$argon2id\$/);
      expect(user?.hash).toBe('argon2');
    },
  },
  {
    name: 'a password of seven characters is no password',
    params: (world) => ({ email: world.user.email, password: '1234567' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a project that has it switched off refuses',
    given: (world) => changeSettings(world, { emailPassword: false }),
    params: (world) => ({ email: world.user.email, password: PASSWORD }),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
]);
