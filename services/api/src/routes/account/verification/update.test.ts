import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { ask, askRecovery, changeUser, linkOf } from '../fixtures.js';
import { redemptionScenarios } from './scenarios.js';
import { updateVerification } from './update.js';

const path = '/verification';

const send = async (world: World): Promise<string> => {
  await ask(world, path, { url: 'https://app.test/verify' }, 'user');
  return linkOf(world).searchParams.get('secret') ?? '';
};

scenarios(
  updateVerification,
  redemptionScenarios({
    path,
    send,
    proven: { emailVerification: true },
    useless: [
      { name: 'a secret that was made for something else is refused', send: askRecovery },
      {
        name: 'a link to an address that the user gave up proves nothing',
        async send(world) {
          await changeUser(world, { password: null, phone: null });
          const secret = await send(world);
          const body = { email: 'another@person.test', password: 'a first password' };
          expect((await world.call({ method: 'PATCH', path: '/v1/account/email', as: 'user', body })).status).toBe(200);
          return secret;
        },
      },
    ],
  }),
);
