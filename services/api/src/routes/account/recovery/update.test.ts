import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';
import {
  addSession,
  askRecovery,
  changeSettings,
  givePassword,
  PASSWORD,
  sessionsOf,
  tokensOf,
  userOf,
} from '../fixtures.js';
import { updateRecovery } from './update.js';

const NEW = 'quite another one';
const asked = new WeakMap<World, string>();

/** Parameters with the secret that `given` asked for. */
const redeem =
  (change: Record<string, unknown> = {}) =>
  (world: World) => ({
    userId: world.user.id,
    secret: asked.get(world),
    password: NEW,
    passwordAgain: NEW,
    ...change,
  });

const ask = async (world: World) => {
  asked.set(world, await askRecovery(world));
};

const logIn = ({ user, call }: World, password: string) =>
  call({ method: 'POST', path: '/v1/account/sessions/email', body: { email: user.email, password } });

scenarios(updateRecovery, [
  {
    name: 'the new password counts; sessions and other links do not any more',
    async given(world) {
      await givePassword(world);
      await askRecovery(world);
      await ask(world);
      await addSession(world);
    },
    params: redeem(),
    expect: { status: 200, body: (world) => ({ userId: world.user.id, secret: '' }) },
    async after(world, answer) {
      expect(world.changes.map(({ events }) => events[0])).toEqual([
        `users.${world.user.id}.recovery.${answer.body.$id}.update`,
      ]);
      const [change] = world.changes;
      expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({
        secret: asked.get(world),
      });
      expect(change?.realtime?.payload).toMatchObject({ secret: '' });
      expect(change?.audit).toMatchObject({ event: 'recovery.update', resource: `user/${world.user.id}` });
      expect(await userOf(world)).toMatchObject({ emailVerification: true });
      expect(await tokensOf(world)).toEqual([]);
      expect(await sessionsOf(world)).toEqual([]);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(401);
      expect((await logIn(world, PASSWORD)).body.type).toBe('user_invalid_credentials');
      expect((await logIn(world, NEW)).status).toBe(201);
    },
  },
  {
    name: "the caller's own session stays",
    as: 'user',
    async given(world) {
      await ask(world);
      await addSession(world);
    },
    params: redeem(),
    expect: { status: 200 },
    async after(world) {
      expect((await sessionsOf(world)).map(({ $id }) => $id)).toEqual([world.user.sessionId]);
    },
  },
  {
    name: 'a secret is spent once',
    given: ask,
    params: redeem(),
    expect: { status: 200 },
    async after(world) {
      const body = redeem()(world);
      const again = await world.call({ method: 'PUT', path: '/v1/account/recovery', body });
      expect(again).toMatchObject({ status: 401, body: { type: 'user_invalid_token' } });
    },
  },
  {
    name: 'of twenty at once one wins, and its password counts',
    async given(world) {
      await ask(world);
      const send = (count: number) => {
        const password = `password number ${count}`;
        const body = redeem({ password, passwordAgain: password })(world);
        return world.call({ method: 'PUT', path: '/v1/account/recovery', body });
      };
      const answers = await Promise.all(Array.from({ length: 20 }, (_, count) => send(count)));
      const winner = answers.findIndex(({ status }) => status === 200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.type === 'user_invalid_token')).toHaveLength(19);
      const mine = world.changes
        .flatMap(({ events }) => events.slice(0, 1))
        .filter((name) => name.includes(world.user.id));
      expect(mine.filter((name) => name.endsWith('.update'))).toHaveLength(1);
      expect((await logIn(world, `password number ${winner}`)).status).toBe(201);
    },
    params: redeem(),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a wrong secret is refused',
    given: ask,
    params: redeem({ secret: 'f'.repeat(256) }),
    expect: { status: 401, type: 'user_invalid_token' },
    after: async (world) => expect(await tokensOf(world)).toHaveLength(1),
  },
  {
    name: 'a secret of another user is refused',
    given: ask,
    params: (world) => ({ ...redeem()(world), userId: world.other.id }),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a secret is refused after its hour',
    async given(world) {
      await ask(world);
      const [token] = await tokensOf(world);
      const expire = '2001-01-01T00:00:00.000+00:00';
      await world.connections.store.write((transaction) =>
        transaction.in(world.project.$internalId).update('tokens', token?.$id ?? '', { expire }),
      );
    },
    params: redeem(),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'two different passwords are refused',
    given: ask,
    params: redeem({ passwordAgain: 'something else' }),
    expect: { status: 400, type: 'user_password_mismatch' },
  },
  {
    name: 'an unknown user is not found',
    given: ask,
    params: redeem({ userId: 'nobody' }),
    expect: { status: 404, type: 'user_not_found' },
  },
  ...(
    [
      ['a common password is refused where the project says so', 'password1', 400, 'general_argument_invalid'],
      ['a remembered password is refused', PASSWORD, 409, 'password_recently_used'],
    ] as const
  ).map(
    ([name, password, status, type]): Scenario => ({
      name,
      async given(world) {
        await changeSettings(world, { passwordDictionary: true, passwordHistory: 3 });
        const hash = await givePassword(world);
        const change = { passwordHistory: [hash] };
        const { $internalId } = world.project;
        await world.connections.store.write((transaction) =>
          transaction.in($internalId).update('users', world.user.id, change),
        );
        await ask(world);
      },
      params: redeem({ password, passwordAgain: password }),
      expect: { status, type },
      after: async (world) => expect(await tokensOf(world)).toHaveLength(1),
    }),
  ),
]);
