import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../../scenarios.js';
import { changeUser, userOf } from '../../../account/fixtures.js';
import { expectTold, of, refusals, updated } from '../../given.js';
import { updateUserPhoneVerification } from './update.js';

scenarios(updateUserPhoneVerification, [
  ...[true, false].map(
    (phoneVerification): Scenario => ({
      name: `${phoneVerification} is stored, and open sockets look at their roles again`,
      as: 'key',
      given: (world) => changeUser(world, { phoneVerification: !phoneVerification }),
      params: of({ phoneVerification }),
      expect: { status: 200, body: { phoneVerification }, events: updated },
      async after(world) {
        expectTold(world, 'users.*.update.verification');
        expect((await userOf(world))?.phoneVerification).toBe(phoneVerification);
        expect(world.changes[0]?.audit).toMatchObject({
          event: 'verification.update',
          resource: `user/${world.user.id}`,
        });
        const account = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
        expect(account.body.phoneVerification).toBe(phoneVerification);
      },
    }),
  ),
  ...['true', 1, 'perhaps', null].map(
    (phoneVerification): Scenario => ({
      name: `${JSON.stringify(phoneVerification)} is refused`,
      as: 'key',
      params: of({ phoneVerification }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ phoneVerification: true }),
]);
