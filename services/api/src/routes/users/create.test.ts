import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../scenarios.js';
import { changeSettings } from '../account/fixtures.js';
import { createUser } from './create.js';
import { expectTold, logIn, makeUser, rowOf } from './given.js';

const PASSWORD = 'a password of the test';
const ADVERTISED = { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 };

scenarios(createUser, [
  {
    name: 'a user with everything can sign in, in any spelling of the address',
    as: 'key',
    params: { userId: 'ann', email: 'Ann@X.test', phone: '+4915112345', password: PASSWORD, name: 'Ann 👩‍👩‍👧‍👦' },
    expect: {
      status: 201,
      body: {
        $id: 'ann',
        email: 'ann@x.test',
        phone: '+4915112345',
        name: 'Ann 👩‍👩‍👧‍👦',
        status: true,
        emailVerification: false,
        phoneVerification: false,
        hash: 'argon2',
        hashOptions: ADVERTISED,
        prefs: {},
      },
      events: ['users.ann.create'],
    },
    async after(world, { body }) {
      expectTold(world, 'users.*.create');
      expect(body.password).toMatch(/^\$argon2id\$/);
      expect(Date.parse(String(body.passwordUpdate))).toBeGreaterThan(Date.now() - 60_000);
      expect((await rowOf(world, 'ann'))?.passwordHistory).toEqual([]);
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'key', id: world.keyId });
      expect(world.changes[0]?.audit).toMatchObject({ event: 'user.create', resource: 'user/ann' });
      expect((await logIn(world, 'ANN@x.test', PASSWORD)).status).toBe(201);
    },
  },
  {
    name: 'an ID is enough, as often as one likes',
    as: 'admin',
    given: (world) => makeUser(world, {}),
    params: { userId: 'unique()' },
    expect: { status: 201, body: { email: '', phone: '', name: '', password: null, passwordUpdate: '' } },
    async after(world, { body }) {
      expectTold(world, `users.${body.$id}.create`);
      expect((await rowOf(world, body.$id))?.passwordHistory).toEqual([]);
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'console', id: world.owner.id });
    },
  },
  {
    name: 'null is nothing',
    as: 'key',
    params: { userId: 'unique()', email: null, phone: null, password: null, name: null },
    expect: { status: 201, body: { email: '', phone: '', name: '', password: null } },
  },
  {
    name: 'neither the limit of users nor a switch counts',
    as: 'key',
    given: (world) => changeSettings(world, { limit: 1, emailPassword: false }),
    params: { userId: 'unique()', email: 'ann@x.test', password: PASSWORD },
    expect: { status: 201 },
  },
  {
    name: 'the first password is remembered where the project says so',
    as: 'key',
    given: (world) => changeSettings(world, { passwordHistory: 3 }),
    params: { userId: 'ann', email: 'ann@x.test', password: PASSWORD },
    expect: { status: 201 },
    async after(world) {
      const user = await rowOf(world, 'ann');
      expect(user?.passwordHistory).toEqual([user?.password]);
      const { $id } = await makeUser(world, {});
      expect((await rowOf(world, $id))?.passwordHistory).toEqual([]);
    },
  },
  ...(
    [
      ['ID', { userId: 'ANN' }],
      ['address', { userId: 'unique()', email: 'ANN@x.test' }],
      ['number', { userId: 'unique()', phone: '+4915112345' }],
    ] as const
  ).map(
    ([name, params]): Scenario => ({
      name: `the ${name} of another user is refused`,
      as: 'key',
      given: (world) => makeUser(world, { userId: 'ann', email: 'ann@x.test', phone: '+4915112345' }),
      params,
      expect: { status: 409, type: 'user_already_exists' },
    }),
  ),
  {
    name: 'of many with one address at once one is made',
    as: 'key',
    async given(world) {
      const body = { userId: 'unique()', email: 'one@x.test', password: PASSWORD };
      const make = () => world.call({ method: 'POST', path: '/v1/users', as: 'key', body });
      const answers = await Promise.all(Array.from({ length: 20 }, make));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ body: { type } }) => type === 'user_already_exists')).toHaveLength(19);
      const { project, connections } = world;
      expect(await connections.store.in(project.$internalId).count('users', { email: 'one@x.test' })).toBe(1);
      const told = world.changes.filter(({ projectId }) => projectId === project.$id);
      expect(told.filter(({ events }) => events.includes('users.*.create'))).toHaveLength(1);
    },
    params: { userId: 'unique()', email: 'one@x.test' },
    expect: { status: 409, type: 'user_already_exists' },
  },
  {
    name: 'of an admin and one who signs up at once one is made',
    as: 'key',
    async given({ call }) {
      const body = { userId: 'unique()', email: 'one@x.test', password: PASSWORD };
      const answers = await Promise.all([
        call({ method: 'POST', path: '/v1/users', as: 'key', body }),
        call({ method: 'POST', path: '/v1/account', body }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    },
    params: { userId: 'unique()', email: 'one@x.test' },
    expect: { status: 409, type: 'user_already_exists' },
  },
  {
    name: 'a common password is refused where the project says so',
    as: 'key',
    given: (world) => changeSettings(world, { passwordDictionary: true }),
    params: { userId: 'unique()', password: 'password1' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...Object.entries({
    userId: '_ann',
    email: 'ann',
    phone: '12345',
    password: 'short',
    name: 'x'.repeat(129),
  }).map(
    ([name, value]): Scenario => ({
      name: `a bad ${name} is refused`,
      as: 'key',
      params: { userId: 'unique()', [name]: value },
      expect: { status: 400, type: 'general_argument_invalid' },
      after: async (_, { body }) => expect(body.message).toContain(name),
    }),
  ),
  { name: 'no ID is refused', as: 'key', params: {}, expect: { status: 400, type: 'general_argument_invalid' } },
  {
    name: 'a guest is refused',
    params: { userId: 'unique()' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'a user of the project is refused',
    as: 'user',
    params: { userId: 'unique()' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
