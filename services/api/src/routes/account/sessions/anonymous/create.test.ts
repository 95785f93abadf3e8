import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { changeSettings } from '../../fixtures.js';
import { createAnonymousSession } from './create.js';

scenarios(createAnonymousSession, [
  {
    name: 'somebody without a name is signed in',
    expect: {
      status: 201,
      body: { provider: 'anonymous', providerUid: '', current: true, countryCode: '--' },
      jobs: [],
    },
    async after(world, { body, headers }) {
      const userId = String(body.userId);
      expect(world.changes.map(({ events }) => events[0])).toEqual([`users.${userId}.sessions.${body.$id}.create`]);
      expect(world.changes[0]?.audit).toMatchObject({ event: 'session.create', resource: `user/${userId}` });
      const [session = ''] = Object.values(JSON.parse(String(headers['X-Fallback-Cookies'])) as Record<string, string>);
      const cookie = `a_session_${world.project.$id}=${encodeURIComponent(session)}`;
      const seen = await world.call({ method: 'GET', path: '/v1/account', headers: { cookie } });
      expect(seen.body).toMatchObject({
        $id: userId,
        email: '',
        phone: '',
        name: '',
        status: true,
        passwordUpdate: '',
      });
    },
  },
  {
    name: 'an anonymous account takes an address and a password, and is the same one ever after',
    expect: { status: 201 },
    async after(world, { body, headers }) {
      const [session = ''] = Object.values(JSON.parse(String(headers['X-Fallback-Cookies'])) as Record<string, string>);
      const cookie = { cookie: `a_session_${world.project.$id}=${encodeURIComponent(session)}` };
      const login = { email: `${body.userId}@person.test`, password: 'a first password' };
      const taken = { ...login, email: world.user.email };
      const convert = (values: object) =>
        world.call({ method: 'PATCH', path: '/v1/account/email', headers: cookie, body: values });
      expect((await convert(taken)).body.type).toBe('user_email_already_exists');
      expect((await convert(login)).status).toBe(200);
      const signedIn = await world.call({ method: 'POST', path: '/v1/account/sessions/email', body: login });
      expect(signedIn).toMatchObject({ status: 201, body: { userId: body.userId } });
      expect((await world.call({ method: 'GET', path: '/v1/account', headers: cookie })).status).toBe(200);
    },
  },
  {
    name: 'who is signed in already is refused',
    as: 'user',
    expect: { status: 401, type: 'user_session_already_exists' },
  },
  {
    name: 'the console knows its people',
    project: 'console',
    expect: { status: 401, type: 'user_anonymous_console_prohibited' },
  },
  {
    name: 'a project that has it switched off refuses',
    given: (world) => changeSettings(world, { anonymous: false }),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
  {
    name: 'of twenty at once no more come than the project takes',
    async given(world) {
      // Two users are there already.
      await changeSettings(world, { limit: 5 });
      const path = '/v1/account/sessions/anonymous';
      const answers = await Promise.all(Array.from({ length: 20 }, () => world.call({ method: 'POST', path })));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    },
    expect: { status: 501, type: 'user_count_exceeded' },
  },
]);
