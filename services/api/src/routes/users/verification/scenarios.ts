/** What is asked of both routes that say whether an address of a user is verified. */
import { expect } from '@jest/globals';
import type { Scenario } from '../../../scenarios.js';
import { changeUser, userOf } from '../../account/fixtures.js';
import { expectTold, of, refusals, updated } from '../given.js';

export const verificationScenarios = (field: 'emailVerification' | 'phoneVerification'): Scenario[] => [
  ...[true, false].map(
    (isVerified): Scenario => ({
      name: `${isVerified} is stored, and open sockets look at their roles again`,
      as: 'key',
      given: (world) => changeUser(world, { [field]: !isVerified }),
      params: of({ [field]: isVerified }),
      expect: { status: 200, body: { [field]: isVerified }, events: updated },
      async after(world) {
        expectTold(world, 'users.*.update.verification');
        expect(await userOf(world)).toMatchObject({ [field]: isVerified });
        expect(world.changes[0]?.audit).toMatchObject({
          event: 'verification.update',
          resource: `user/${world.user.id}`,
        });
        const account = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
        expect(account.body[field]).toBe(isVerified);
      },
    }),
  ),
  ...['true', 1, 'perhaps', null].map(
    (given): Scenario => ({
      name: `${JSON.stringify(given)} is refused`,
      as: 'key',
      params: of({ [field]: given }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ [field]: true }),
];
