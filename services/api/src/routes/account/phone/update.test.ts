import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { ask, changeUser, givePassword, PASSWORD, tokensOf, userOf, WITH_SMS } from '../fixtures.js';
import { updatePhone } from './update.js';

const PHONE = '+12065550100';

scenarios(
  updatePhone,
  [
    {
      name: 'the number changes and is unverified again; codes for the old one end',
      as: 'user',
      async given(world) {
        await givePassword(world);
        await changeUser(world, { phone: '+12065550111', phoneVerification: true });
        await ask(world, '/verification/phone', {}, 'user');
        expect(await tokensOf(world)).toHaveLength(1);
      },
      params: { phone: PHONE, password: PASSWORD },
      expect: {
        status: 200,
        body: { phone: PHONE, phoneVerification: false },
        events: (world) => [`users.${world.user.id}.update`],
      },
      async after(world) {
        expect(world.changes[0]?.events).toContain('users.*.update.phone');
        expect((await userOf(world))?.search).toContain(PHONE);
        expect(await tokensOf(world)).toEqual([]);
      },
    },
    {
      name: 'an anonymous account gets a number and keeps having no password',
      as: 'user',
      given: (world) => changeUser(world, { email: null, password: null, passwordUpdate: null }),
      params: { phone: PHONE, password: 'any at all' },
      expect: { status: 200, body: { phone: PHONE } },
      after: async (world) => expect(await userOf(world)).toMatchObject({ password: null, passwordUpdate: null }),
    },
    {
      name: 'a wrong password is refused',
      as: 'user',
      given: (world) => givePassword(world),
      params: { phone: PHONE, password: 'not the right one' },
      expect: { status: 401, type: 'user_invalid_credentials' },
    },
    {
      name: 'a number of somebody else is refused',
      as: 'user',
      async given(world) {
        await givePassword(world);
        await changeUser({ ...world, user: world.other }, { phone: PHONE });
      },
      params: { phone: PHONE, password: PASSWORD },
      expect: { status: 409, type: 'user_phone_already_exists' },
      after: async (world) => expect(await userOf(world)).toMatchObject({ phone: null }),
    },
    {
      name: 'an account changed since the time that the client names stays',
      as: 'user',
      given: (world) => givePassword(world),
      headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
      params: { phone: PHONE, password: PASSWORD },
      expect: { status: 409, type: 'document_update_conflict' },
    },
    ...['12065550100', '+02065550100', '+1', '+1234567890123456', '+1 206 555 0100', ''].map(
      (phone): Scenario => ({
        name: `"${phone}" is no number`,
        as: 'user',
        given: (world) => givePassword(world),
        params: { phone, password: PASSWORD },
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
    {
      name: 'a guest is refused',
      params: { phone: PHONE, password: PASSWORD },
      expect: { status: 401, type: 'general_unauthorized_scope' },
    },
  ],
  WITH_SMS,
);
