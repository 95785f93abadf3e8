import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import {
  ask,
  changeSettings,
  changeUser,
  expireTokens,
  put,
  sessionsOf,
  smsOf,
  tally,
  tokensOf,
  userOf,
  WITH_SMS,
} from '../../fixtures.js';
import { updatePhoneSession } from './update.js';

const PHONE = '+12065550100';
const PATH = '/sessions/phone';
const asked = new WeakMap<World, string>();

const sendCode = async (world: World) => {
  await changeUser(world, { phone: PHONE });
  await ask(world, PATH, { userId: 'unique()', phone: PHONE });
  asked.set(world, smsOf(world).text);
};
const redeem = (world: World) => ({ userId: world.user.id, secret: asked.get(world) });
/** Another code than the right one. */
const wrong = (world: World) => ({
  userId: world.user.id,
  secret: String((Number(asked.get(world)) + 1) % 1_000_000).padStart(6, '0'),
});

scenarios(
  updatePhoneSession,
  [
    {
      name: 'the code signs in and proves the number',
      given: sendCode,
      params: redeem,
      expect: {
        status: 201,
        body: (world) => ({ userId: world.user.id, provider: 'phone', providerUid: '', current: true }),
        jobs: [],
      },
      async after(world, { body, headers }) {
        expect(world.changes.map(({ events }) => events[0])).toEqual([
          `users.${world.user.id}.sessions.${body.$id}.create`,
        ]);
        expect(world.changes[0]?.audit).toMatchObject({ event: 'session.create', resource: `user/${world.user.id}` });
        expect(headers['X-Fallback-Cookies']).toContain(`a_session_${world.project.$id}`);
        expect(await userOf(world)).toMatchObject({ phoneVerification: true, emailVerification: false });
        expect(await tokensOf(world)).toEqual([]);
      },
    },
    {
      name: 'of twenty at once one signs in',
      async given(world) {
        await sendCode(world);
        const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, PATH, redeem(world))));
        expect(tally(answers)).toEqual({ 201: 1, user_invalid_token: 19 });
        expect(await sessionsOf(world)).toHaveLength(2);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'five wrong tries end a code, at once too',
      async given(world) {
        await sendCode(world);
        const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, PATH, wrong(world))));
        expect(tally(answers)).toEqual({ user_invalid_token: 20 });
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
      after: async (world) => expect(await sessionsOf(world)).toHaveLength(1),
    },
    {
      name: 'a code that was sent to verify the number does not sign in',
      async given(world) {
        await changeUser(world, { phone: PHONE });
        await ask(world, '/verification/phone', {}, 'user');
        asked.set(world, smsOf(world).text);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'a blocked user gets no session',
      async given(world) {
        await sendCode(world);
        await changeUser(world, { status: false });
      },
      params: redeem,
      expect: { status: 401, type: 'user_blocked' },
      after: async (world) => expect(await sessionsOf(world)).toHaveLength(1),
    },
    {
      name: 'a code is refused after its quarter of an hour',
      async given(world) {
        await sendCode(world);
        await expireTokens(world, world.user.id);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'a code of another user is refused',
      given: sendCode,
      params: (world) => ({ ...redeem(world), userId: world.other.id }),
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'a project that has it switched off since refuses',
      async given(world) {
        await sendCode(world);
        await changeSettings(world, { phone: false });
      },
      params: redeem,
      expect: { status: 501, type: 'user_auth_method_unsupported' },
    },
    {
      name: 'an unknown user is not found',
      params: { userId: 'nobody', secret: '123456' },
      expect: { status: 404, type: 'user_not_found' },
    },
  ],
  WITH_SMS,
);
