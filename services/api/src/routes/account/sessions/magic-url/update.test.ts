import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import {
  ask,
  changeSettings,
  changeUser,
  eventsOf,
  expireTokens,
  givePassword,
  linkOf,
  PASSWORD,
  put,
  sessionsOf,
  tally,
  tokensOf,
  userOf,
} from '../../fixtures.js';
import { updateMagicURLSession } from './update.js';

const PATH = '/sessions/magic-url';
const asked = new WeakMap<World, string>();

const mailLink = async (world: World) => {
  await ask(world, PATH, { userId: 'unique()', email: world.user.email, url: 'https://app.test/in' });
  asked.set(world, linkOf(world).searchParams.get('secret') ?? '');
};
const redeem = (world: World) => ({ userId: world.user.id, secret: asked.get(world) });
const logIn = ({ user, call }: World) =>
  call({ method: 'POST', path: '/v1/account/sessions/email', body: { email: user.email, password: PASSWORD } });

scenarios(updateMagicURLSession, [
  {
    name: 'the link signs in, proves the address and is spent with all others',
    async given(world) {
      await mailLink(world);
      await mailLink(world);
    },
    params: redeem,
    expect: {
      status: 201,
      body: (world) => ({ userId: world.user.id, provider: 'magic-url', providerUid: '', current: true }),
      jobs: [],
    },
    async after(world, { body, headers }) {
      expect(world.changes.map(({ events }) => events[0])).toEqual([
        `users.${world.user.id}.sessions.${body.$id}.create`,
      ]);
      expect(world.changes[0]?.audit).toMatchObject({ event: 'session.update', resource: `user/${world.user.id}` });
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'user', id: world.user.id });
      expect(headers['X-Fallback-Cookies']).toContain(`a_session_${world.project.$id}`);
      expect(await userOf(world)).toMatchObject({ emailVerification: true });
      expect(await tokensOf(world)).toEqual([]);
      expect(await sessionsOf(world)).toHaveLength(2);
    },
  },
  {
    name: 'of twenty at once one signs in',
    async given(world) {
      await mailLink(world);
      const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, PATH, redeem(world))));
      expect(tally(answers)).toEqual({ 201: 1, user_invalid_token: 19 });
      expect(eventsOf(world, world.user.id).filter((name) => name.includes('.sessions.'))).toHaveLength(1);
      expect(await sessionsOf(world)).toHaveLength(2);
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a password that a key had set goes with the first proof of the mailbox',
    async given(world) {
      const path = `/v1/users/${world.user.id}/password`;
      const given = await world.call({ method: 'PATCH', path, as: 'key', body: { password: PASSWORD } });
      expect(given.status).toBe(200);
      await mailLink(world);
    },
    params: redeem,
    expect: { status: 201 },
    async after(world) {
      expect(await userOf(world)).toMatchObject({ password: null, passwordUpdate: null, passwordGiven: false });
      expect((await logIn(world)).body.type).toBe('user_invalid_credentials');
    },
  },
  {
    name: 'a password that its user has chosen stays',
    async given(world) {
      await givePassword(world);
      await mailLink(world);
    },
    params: redeem,
    expect: { status: 201 },
    after: async (world) => expect((await logIn(world)).status).toBe(201),
  },
  {
    name: 'a password that a key had set stays where the mailbox was proven before',
    async given(world) {
      await givePassword(world);
      await changeUser(world, { emailVerification: true, passwordGiven: true });
      await mailLink(world);
    },
    params: redeem,
    expect: { status: 201 },
    after: async (world) => expect((await logIn(world)).status).toBe(201),
  },
  {
    name: "the oldest sessions beyond the project's limit go",
    async given(world) {
      await changeSettings(world, { maxSessions: 1 });
      await mailLink(world);
    },
    params: redeem,
    expect: { status: 201 },
    after: async (world, { body }) => expect((await sessionsOf(world)).map(({ $id }) => $id)).toEqual([body.$id]),
  },
  {
    name: 'a blocked user gets no session',
    async given(world) {
      await mailLink(world);
      await changeUser(world, { status: false });
    },
    params: redeem,
    expect: { status: 401, type: 'user_blocked' },
    after: async (world) => expect(await sessionsOf(world)).toHaveLength(1),
  },
  {
    name: 'a wrong secret is refused',
    given: mailLink,
    params: (world) => ({ ...redeem(world), secret: 'f'.repeat(256) }),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a secret of another user is refused',
    given: mailLink,
    params: (world) => ({ ...redeem(world), userId: world.other.id }),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a link that verifies an address does not sign in',
    async given(world) {
      await ask(world, '/verification', { url: 'https://app.test/' }, 'user');
      asked.set(world, linkOf(world).searchParams.get('secret') ?? '');
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a secret is refused after its week',
    async given(world) {
      await mailLink(world);
      await expireTokens(world, world.user.id);
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a project that has it switched off since refuses',
    async given(world) {
      await mailLink(world);
      await changeSettings(world, { usersAuthMagicURL: false });
    },
    params: redeem,
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
  {
    name: 'an unknown user is not found',
    params: { userId: 'nobody', secret: 'f'.repeat(256) },
    expect: { status: 404, type: 'user_not_found' },
  },
]);
