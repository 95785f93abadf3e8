import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { ask, changeUser, expireTokens, put, smsOf, tally, tokensOf, userOf, WITH_SMS } from '../../fixtures.js';
import { updatePhoneVerification } from './update.js';

const PHONE = '+12065550100';
const PATH = '/verification/phone';
const asked = new WeakMap<World, string>();

const sendCode = async (world: World) => {
  await changeUser(world, { phone: PHONE });
  await ask(world, PATH, {}, 'user');
  asked.set(world, smsOf(world).text);
};
const redeem = (world: World) => ({ userId: world.user.id, secret: asked.get(world) });
/** Another code than the right one. */
const wrong = (world: World) => ({
  userId: world.user.id,
  secret: String((Number(asked.get(world)) + 1) % 1_000_000).padStart(6, '0'),
});

scenarios(
  updatePhoneVerification,
  [
    {
      name: 'the number is verified, by a guest too',
      given: sendCode,
      params: redeem,
      expect: { status: 200, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: [] },
      async after(world, answer) {
        expect(await userOf(world)).toMatchObject({ phoneVerification: true, emailVerification: false });
        expect(await tokensOf(world)).toEqual([]);
        const [change] = world.changes;
        expect(change?.events[0]).toBe(`users.${world.user.id}.verification.${answer.body.$id}.update`);
        expect(change?.actor).toMatchObject({ kind: 'user', id: world.user.id });
        expect(change?.realtime?.payload).toMatchObject({ secret: '' });
      },
    },
    {
      name: 'of twenty at once one succeeds',
      async given(world) {
        await sendCode(world);
        const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, PATH, redeem(world))));
        expect(tally(answers)).toEqual({ 200: 1, user_invalid_token: 19 });
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'four wrong tries do not end a code',
      async given(world) {
        await sendCode(world);
        for (let count = 0; count < 4; count++) expect((await put(world, PATH, wrong(world))).status).toBe(401);
      },
      params: redeem,
      expect: { status: 200 },
    },
    {
      name: 'five wrong tries end a code, at once too',
      async given(world) {
        await sendCode(world);
        const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, PATH, wrong(world))));
        expect(tally(answers)).toEqual({ user_invalid_token: 20 });
        expect(await tokensOf(world)).toEqual([]);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
      after: async (world) => expect(await userOf(world)).toMatchObject({ phoneVerification: false }),
    },
    {
      name: 'a later code ends the earlier one',
      async given(world) {
        await sendCode(world);
        const first = asked.get(world) ?? '';
        await ask(world, PATH, {}, 'user');
        while (smsOf(world).text === first) await ask(world, PATH, {}, 'user');
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'a code that was sent for a log-in verifies nothing',
      async given(world) {
        await changeUser(world, { phone: PHONE });
        await ask(world, '/sessions/phone', { userId: 'unique()', phone: PHONE });
        asked.set(world, smsOf(world).text);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
    },
    {
      name: 'a code for a number that the user gave up proves nothing',
      async given(world) {
        await sendCode(world);
        await changeUser(world, { phone: '+12065550111' });
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
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
      name: 'an unknown user is not found',
      params: { userId: 'nobody', secret: '123456' },
      expect: { status: 404, type: 'user_not_found' },
    },
  ],
  WITH_SMS,
);
