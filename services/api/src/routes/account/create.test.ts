import { expect } from '@jest/globals';
import { newId } from '@plinth/database';
import { type Scenario, scenarios, type World } from '../../scenarios.js';
import { createAccount } from './create.js';
import { changeSettings, tally } from './fixtures.js';

const PASSWORD = 'a password of the test';
const mine = ({ user }: World) => `new-${user.id}@person.test`;
const asked =
  (change: object = {}) =>
  (world: World) => ({
    userId: 'unique()',
    email: mine(world),
    password: PASSWORD,
    name: 'Somebody',
    ...change,
  });
const rowOf = ({ connections, project }: World, email: string) =>
  connections.store.in(project.$internalId).findOne('users', { email });

scenarios(createAccount, [
  {
    name: 'an account is made, in lower case and unverified; nobody is signed in',
    params: (world) => ({ ...asked()(world), userId: 'newcomer', email: mine(world).toUpperCase() }),
    expect: {
      status: 201,
      body: (world) => ({
        $id: 'newcomer',
        email: mine(world),
        name: 'Somebody',
        status: true,
        emailVerification: false,
        phoneVerification: false,
        prefs: {},
      }),
      events: ['users.newcomer.create'],
      jobs: [],
    },
    async after(world, { body, headers }) {
      expect(body).not.toHaveProperty('password');
      expect(headers['Set-Cookie'] ?? []).toEqual([]);
      expect(headers['X-Fallback-Cookies']).toBeUndefined();
      expect(world.changes[0]?.audit).toMatchObject({ event: 'user.create', resource: 'user/newcomer' });
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'user', id: 'newcomer' });
      const row = await rowOf(world, mine(world));
      expect(row?.password).toMatch(/^\$argon2id\$/);
      expect(row).toMatchObject({ passwordHistory: [], passwordGiven: false, reset: false });
      expect(row?.search).toBe(`newcomer ${mine(world)} Somebody`);
      expect(row?.passwordUpdate).not.toBeNull();
    },
  },
  {
    name: 'the first password is remembered where the project remembers',
    given: (world) => changeSettings(world, { passwordHistory: 2 }),
    params: asked(),
    expect: { status: 201 },
    async after(world) {
      const row = await rowOf(world, mine(world));
      expect(row?.passwordHistory).toEqual([row?.password]);
    },
  },
  {
    name: 'twenty at once of one address make one account',
    async given(world) {
      const body = asked()(world);
      const send = () => world.call({ method: 'POST', path: '/v1/account', body });
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      expect(tally(answers)).toEqual({ 201: 1, user_already_exists: 19 });
    },
    params: asked(),
    expect: { status: 409, type: 'user_already_exists' },
  },
  {
    name: 'of twenty at once no more come than the project takes',
    async given(world) {
      // Two users are there already.
      await changeSettings(world, { limit: 4 });
      const send = (count: number) => {
        const body = asked({ email: `${count}-${mine(world)}` })(world);
        return world.call({ method: 'POST', path: '/v1/account', body });
      };
      const answers = await Promise.all(Array.from({ length: 20 }, (_, count) => send(count)));
      expect(tally(answers)).toEqual({ 201: 2, user_count_exceeded: 18 });
    },
    params: asked(),
    expect: { status: 501, type: 'user_count_exceeded' },
  },
  {
    name: 'a taken ID is refused',
    params: (world) => asked({ userId: world.user.id })(world),
    expect: { status: 409, type: 'user_already_exists' },
    after: async (world) => expect(await rowOf(world, mine(world))).toBeNull(),
  },
  {
    name: 'a taken address is refused in any case',
    params: (world) => asked({ email: world.user.email.toUpperCase() })(world),
    expect: { status: 409, type: 'user_already_exists' },
  },
  {
    name: 'a common password is refused where the project says so',
    given: (world) => changeSettings(world, { passwordDictionary: true }),
    params: asked({ password: 'password1' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a project that has it switched off refuses',
    given: (world) => changeSettings(world, { emailPassword: false }),
    params: asked(),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
  ...(
    [
      ['an empty ID', { userId: '' }],
      ['an odd ID', { userId: '_a b' }],
      ['what is no address', { email: 'nobody' }],
      ['a short password', { password: '1234567' }],
      ['an endless password', { password: 'x'.repeat(257) }],
      ['a long name', { name: 'x'.repeat(129) }],
    ] as const
  ).map(
    ([what, change]): Scenario => ({
      name: `${what} is refused`,
      params: asked(change),
      expect: { status: 400, type: 'general_argument_invalid' },
      after: async (world) => expect(await rowOf(world, mine(world))).toBeNull(),
    }),
  ),
]);

for (const [list, value, type] of [
  ['_APP_CONSOLE_WHITELIST_EMAILS', 'boss@house.test', 'user_email_not_whitelisted'],
  ['_APP_CONSOLE_WHITELIST_IPS', '203.0.113.7', 'user_ip_not_whitelisted'],
] as const)
  scenarios(
    createAccount,
    [
      {
        name: `the console refuses whom ${list} does not name`,
        project: 'console',
        params: asked(),
        expect: { status: 401, type },
      },
      { name: `${list} is of the console alone`, params: asked(), expect: { status: 201 } },
    ],
    { [list]: value },
  );

/** The console of the servers that tests share keeps its users, so each run has an address of its own. */
const INVITED = `Admin-${newId()}@Example.test`;

scenarios(
  createAccount,
  [
    {
      name: 'the console takes whom its list names in another spelling',
      project: 'console',
      params: asked({ email: INVITED.toLowerCase() }),
      expect: { status: 201, body: { email: INVITED.toLowerCase() } },
    },
  ],
  { _APP_CONSOLE_WHITELIST_EMAILS: `boss@house.test, ${INVITED} ` },
);
