import { expect } from '@jest/globals';
import { isoTime, newId } from '@plinth/database';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';
import { tokenTypes } from '../../account/account.js';
import { changeUser, tokensOf, userOf } from '../../account/fixtures.js';
import { expectTold, makeUser, of, refusals, updated } from '../given.js';
import { updateUserPhone } from './update.js';

const addToken = ({ connections, project, user }: World, type: number) =>
  connections.store.write((transaction) =>
    transaction.in(project.$internalId).create('tokens', {
      $id: newId(),
      $permissions: [],
      userId: user.id,
      userInternalId: user.internalId,
      type,
      secret: 'hash',
      expire: isoTime(Date.now() + 60_000),
    }),
  );

scenarios(updateUserPhone, [
  {
    name: 'the new number is unverified and found; codes sent to the old one are gone',
    as: 'key',
    async given(world) {
      await changeUser(world, { phone: '+11111', phoneVerification: true });
      await addToken(world, tokenTypes.phone);
      await addToken(world, tokenTypes.verification);
    },
    params: of({ number: '+4915112345' }),
    expect: { status: 200, body: { phone: '+4915112345', phoneVerification: false }, events: updated },
    async after(world) {
      expectTold(world, 'users.*.update.phone');
      expect((await userOf(world))?.phoneVerification).toBe(false);
      expect((await tokensOf(world)).map(({ type }) => type)).toEqual([tokenTypes.verification]);
      const { body } = await world.call({ method: 'GET', path: '/v1/users?search=4915112345', as: 'key' });
      expect(body.total).toBe(1);
    },
  },
  {
    name: 'the number of another user is refused',
    as: 'key',
    given: (world) => makeUser(world, { phone: '+4915112345' }),
    params: of({ number: '+4915112345' }),
    expect: { status: 409, type: 'user_phone_already_exists' },
    after: async (world) => expect((await userOf(world))?.phone).toBeNull(),
  },
  ...['4915112345', '+0123', '+1', '', '+1234567890123456'].map(
    (number): Scenario => ({
      name: `the number ${JSON.stringify(number)} is refused`,
      as: 'key',
      params: of({ number }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ number: '+4915112345' }),
]);
