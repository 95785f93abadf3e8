import { expect } from '@jest/globals';
import { type Scenario, scenarios, type World } from '../../../scenarios.js';
import { changeSettings, givePassword, PASSWORD, sessionsOf, userOf } from '../../account/fixtures.js';
import { expectTold, logIn, of, refusals, updated } from '../given.js';
import { updateUserPassword } from './update.js';

const NEW = 'quite another one';

const change = ({ call, user }: World, password: string) =>
  call({ method: 'PATCH', path: `/v1/users/${user.id}/password`, as: 'key', body: { password } });

scenarios(updateUserPassword, [
  {
    name: 'the new password counts, and sessions stay',
    as: 'key',
    given: (world) => givePassword(world),
    params: of({ password: NEW }),
    expect: { status: 200, body: { hash: 'argon2' }, events: updated },
    async after(world, { body }) {
      expectTold(world, 'users.*.update.password');
      expect(body.password).toBe((await userOf(world))?.password);
      expect((await logIn(world, world.user.email, PASSWORD)).body.type).toBe('user_invalid_credentials');
      expect((await logIn(world, world.user.email, NEW)).status).toBe(201);
      expect((await sessionsOf(world)).map(({ $id }) => $id)).toContain(world.user.sessionId);
      expect((await userOf(world))?.passwordHistory).toEqual([]);
    },
  },
  {
    name: 'a remembered password is refused; the newest ones are remembered',
    as: 'key',
    async given(world) {
      await changeSettings(world, { passwordHistory: 2 });
      await change(world, 'the first password');
      await change(world, 'the second password');
    },
    params: of({ password: 'the first password' }),
    expect: { status: 409, type: 'password_recently_used' },
    async after(world) {
      expect((await change(world, 'the third password')).status).toBe(200);
      expect((await userOf(world))?.passwordHistory).toHaveLength(2);
      expect((await change(world, 'the first password')).status).toBe(200);
    },
  },
  ...(
    [
      ['a common password is refused where the project says so', { passwordDictionary: true }, 'password1', 400],
      ['a common password is taken elsewhere', {}, 'password1', 200],
      ['257 characters are refused', {}, 'x'.repeat(257), 400],
      ['7 characters are refused', {}, 'x'.repeat(7), 400],
    ] as const
  ).map(
    ([name, auths, password, status]): Scenario => ({
      name,
      as: 'key',
      given: (world) => changeSettings(world, auths),
      params: of({ password }),
      expect: status === 400 ? { status, type: 'general_argument_invalid' } : { status },
    }),
  ),
  ...refusals({ password: NEW }),
]);
