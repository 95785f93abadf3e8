import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { ask, changeSettings, changeUser, smsOf, tally, tokensOf, WITH_SMS } from '../../fixtures.js';
import { createPhoneSession } from './create.js';

const PHONE = '+12065550100';
const PATH = '/sessions/phone';
const usersOf = ({ connections, project }: World) =>
  connections.store.in(project.$internalId).findAll('users', { phone: PHONE });
const newcomer = { userId: 'unique()', phone: PHONE };

scenarios(
  createPhoneSession,
  [
    {
      name: 'a known number gets a code, whatever ID the request names; an earlier one ends',
      async given(world) {
        await changeUser(world, { phone: PHONE });
        await ask(world, PATH, newcomer);
      },
      params: { userId: 'another', phone: PHONE },
      expect: {
        status: 201,
        body: (world) => ({ userId: world.user.id, secret: '' }),
        events: [],
        jobs: ['sms'],
      },
      async after(world, { body }) {
        const { to, text, expire } = smsOf(world);
        expect({ to, expire }).toEqual({ to: PHONE, expire: body.expire });
        expect(text).toMatch(/^\d{6}$/);
        expect(Math.abs(Date.parse(expire) - Date.now() - 900_000)).toBeLessThan(60_000);
        expect(await tokensOf(world)).toHaveLength(1);
        expect(world.changes.map(({ audit }) => audit?.event)).toEqual(['session.create']);
      },
    },
    {
      name: 'an unknown number gets an account without address and password, and a code',
      params: { userId: 'newcomer', phone: PHONE },
      expect: { status: 201, body: { userId: 'newcomer' }, jobs: ['sms'] },
      async after(world) {
        const [user] = await usersOf(world);
        expect(user).toMatchObject({
          $id: 'newcomer',
          email: null,
          password: null,
          name: '',
          phoneVerification: false,
        });
      },
    },
    {
      name: 'a console member sees the code',
      as: 'admin',
      params: newcomer,
      expect: { status: 201 },
      after: async (world, { body }) => expect(body.secret).toBe(smsOf(world).text),
    },
    {
      name: 'twenty at once of one new number make one account with one code',
      async given(world) {
        const path = `/v1/account${PATH}`;
        const send = () => world.call({ method: 'POST', path, body: newcomer });
        expect(tally(await Promise.all(Array.from({ length: 20 }, send)))).toEqual({ 201: 20 });
      },
      params: newcomer,
      expect: { status: 201 },
      async after(world) {
        const [user, ...others] = await usersOf(world);
        expect(others).toEqual([]);
        const tokens = await world.connections.store
          .in(world.project.$internalId)
          .findAll('tokens', { userInternalId: user?.$internalId ?? 0 });
        expect(tokens).toHaveLength(1);
      },
    },
    {
      name: 'a taken ID is refused to a new number',
      params: (world) => ({ userId: world.user.id, phone: PHONE }),
      expect: { status: 409, type: 'user_already_exists' },
      after: async (world) => expect(await usersOf(world)).toEqual([]),
    },
    {
      name: 'a full project takes nobody new',
      given: (world) => changeSettings(world, { limit: 2 }),
      params: newcomer,
      expect: { status: 501, type: 'user_count_exceeded' },
    },
    {
      name: 'a project that has it switched off refuses',
      given: (world) => changeSettings(world, { phone: false }),
      params: newcomer,
      expect: { status: 501, type: 'user_auth_method_unsupported' },
    },
    {
      name: 'what is no number is refused',
      params: { userId: 'unique()', phone: '2065550100' },
      expect: { status: 400, type: 'general_argument_invalid' },
    },
  ],
  WITH_SMS,
);

scenarios(
  createPhoneSession,
  [
    {
      name: 'after ten codes to one number the eleventh is refused, whoever asks',
      async given(world) {
        for (let count = 0; count < 10; count++) await ask(world, PATH, newcomer);
      },
      params: newcomer,
      expect: { status: 429, type: 'general_rate_limit_exceeded' },
    },
  ],
  { ...WITH_SMS, _APP_OPTIONS_ABUSE: 'enabled' },
);

scenarios(
  createPhoneSession,
  [
    {
      name: 'the console takes nobody by number where it has a list of addresses',
      project: 'console',
      params: newcomer,
      expect: { status: 401, type: 'user_email_not_whitelisted' },
    },
  ],
  { ...WITH_SMS, _APP_CONSOLE_WHITELIST_EMAILS: 'boss@house.test' },
);

scenarios(createPhoneSession, [
  {
    name: 'a server without text messages refuses, and leaves no user behind',
    params: newcomer,
    expect: { status: 503, type: 'general_phone_disabled' },
    after: async (world) => expect(await usersOf(world)).toEqual([]),
  },
]);
