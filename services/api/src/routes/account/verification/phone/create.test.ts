import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { ask, changeUser, smsOf, tokensOf, WITH_SMS } from '../../fixtures.js';
import { createPhoneVerification } from './create.js';

const PHONE = '+12065550100';

scenarios(
  createPhoneVerification,
  [
    {
      name: 'a code is sent to the number; it is nowhere else in clear',
      as: 'user',
      async given(world) {
        await changeUser(world, { phone: PHONE });
        await ask(world, '/verification/phone', {}, 'user');
      },
      expect: { status: 201, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: ['sms'] },
      async after(world, answer) {
        const { to, text, expire } = smsOf(world);
        expect({ to, expire }).toEqual({ to: PHONE, expire: answer.body.expire });
        expect(text).toMatch(/^\d{6}$/);
        expect(Math.abs(Date.parse(expire) - Date.now() - 900_000)).toBeLessThan(60_000);
        const [change] = world.changes;
        expect(change?.events[0]).toBe(`users.${world.user.id}.verification.${answer.body.$id}.create`);
        expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({ secret: text });
        expect(change?.realtime?.payload).toMatchObject({ secret: '' });
        const [token, ...others] = await tokensOf(world);
        expect(others).toEqual([]);
        expect(token?.secret).toMatch(/^[0-9a-f]{64}$/);
      },
    },
    {
      name: 'an account without number is refused',
      as: 'user',
      expect: { status: 400, type: 'user_phone_not_found' },
      after: async (world) => expect(await tokensOf(world)).toEqual([]),
    },
    { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
  ],
  WITH_SMS,
);

scenarios(createPhoneVerification, [
  {
    name: 'a server without text messages refuses, and leaves no token behind',
    as: 'user',
    given: (world) => changeUser(world, { phone: PHONE }),
    expect: { status: 503, type: 'general_phone_disabled' },
    after: async (world) => expect(await tokensOf(world)).toEqual([]),
  },
]);
