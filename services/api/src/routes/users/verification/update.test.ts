import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { changeUser, userOf } from '../../account/fixtures.js';
import { expectTold, of, refusals, updated } from '../given.js';
import { updateUserEmailVerification } from './update.js';

scenarios(updateUserEmailVerification, [
  ...[true, false].map(
    (emailVerification): Scenario => ({
      name: `${emailVerification} is stored, and open sockets look at their roles again`,
      as: 'key',
      given: (world) => changeUser(world, { emailVerification: !emailVerification }),
      params: of({ emailVerification }),
      expect: { status: 200, body: { emailVerification }, events: updated },
      async after(world) {
        expectTold(world, 'users.*.update.verification');
        expect((await userOf(world))?.emailVerification).toBe(emailVerification);
        expect(world.changes[0]?.audit).toMatchObject({
          event: 'verification.update',
          resource: `user/${world.user.id}`,
        });
        const account = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
        expect(account.body.emailVerification).toBe(emailVerification);
      },
    }),
  ),
  ...['true', 1, 'perhaps', null].map(
    (emailVerification): Scenario => ({
      name: `${JSON.stringify(emailVerification)} is refused`,
      as: 'key',
      params: of({ emailVerification }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ emailVerification: true }),
]);
