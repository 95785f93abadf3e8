import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { ask, changeUser, put, smsOf, tally, tokensOf, userOf, WITH_SMS } from '../../fixtures.js';
import { redeem, redemptionScenarios, remembering, wrong } from '../scenarios.js';
import { updatePhoneVerification } from './update.js';

const PHONE = '+12065550100';
const path = '/verification/phone';

const send = async (world: World): Promise<string> => {
  await changeUser(world, { phone: PHONE });
  await ask(world, path, {}, 'user');
  return smsOf(world).text;
};

scenarios(
  updatePhoneVerification,
  [
    ...redemptionScenarios({
      path,
      send,
      proven: { phoneVerification: true },
      useless: [
        {
          name: 'a later code ends the earlier one',
          async send(world) {
            const first = await send(world);
            do await ask(world, path, {}, 'user');
            while (smsOf(world).text === first);
            return first;
          },
        },
        {
          name: 'a code that was sent for a log-in verifies nothing',
          async send(world) {
            await changeUser(world, { phone: PHONE });
            await ask(world, '/sessions/phone', { userId: 'unique()', phone: PHONE });
            return smsOf(world).text;
          },
        },
        {
          name: 'a code for a number that the user gave up proves nothing',
          async send(world) {
            const code = await send(world);
            await changeUser(world, { phone: '+12065550111' });
            return code;
          },
        },
      ],
    }),
    {
      name: 'four wrong tries do not end a code',
      async given(world) {
        await remembering(send)(world);
        for (let count = 0; count < 4; count++) expect((await put(world, path, wrong(world))).status).toBe(401);
      },
      params: redeem,
      expect: { status: 200 },
      after: async (world) => expect(await userOf(world)).toMatchObject({ emailVerification: false }),
    },
    {
      name: 'five wrong tries end a code, at once too',
      async given(world) {
        await remembering(send)(world);
        const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, path, wrong(world))));
        expect(tally(answers)).toEqual({ user_invalid_token: 20 });
        expect(await tokensOf(world)).toEqual([]);
      },
      params: redeem,
      expect: { status: 401, type: 'user_invalid_token' },
      after: async (world) => expect(await userOf(world)).toMatchObject({ phoneVerification: false }),
    },
  ],
  WITH_SMS,
);
