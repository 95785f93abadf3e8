import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { changeSettings, changeUser, givePassword, PASSWORD, sessionsOf, userOf } from '../fixtures.js';
import { updatePassword } from './update.js';

const NEW = 'quite another one';

scenarios(updatePassword, [
  {
    name: 'the new password counts, and sessions stay',
    as: 'user',
    given: (world) => givePassword(world),
    params: { password: NEW, oldPassword: PASSWORD },
    expect: { status: 200, events: (world) => [`users.${world.user.id}.update`] },
    async after(world) {
      const { email } = world.user;
      const logIn = (password: string) =>
        world.call({ method: 'POST', path: '/v1/account/sessions/email', body: { email, password } });
      expect((await logIn(PASSWORD)).body.type).toBe('user_invalid_credentials');
      expect((await logIn(NEW)).status).toBe(201);
      expect((await sessionsOf(world)).map(({ $id }) => $id)).toContain(world.user.sessionId);
      expect((await userOf(world))?.passwordHistory).toEqual([]);
      expect(world.changes[0]?.payload).not.toContain('argon2');
    },
  },
  {
    name: 'who never chose one sets the first freely, and the next only with it',
    as: 'user',
    given: (world) => changeUser(world, { passwordUpdate: null }),
    params: { password: NEW },
    expect: { status: 200 },
    async after(world) {
      const again = { method: 'PATCH', path: '/v1/account/password', as: 'user' as const };
      expect((await world.call({ ...again, body: { password: PASSWORD } })).body.type).toBe('user_invalid_credentials');
      const body = { password: PASSWORD, oldPassword: NEW };
      expect((await world.call({ ...again, body })).status).toBe(200);
    },
  },
  {
    name: 'a wrong old password is refused',
    as: 'user',
    given: (world) => givePassword(world),
    params: { password: NEW, oldPassword: 'not the right one' },
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'without the old password it is refused',
    as: 'user',
    given: (world) => givePassword(world),
    params: { password: NEW },
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'a remembered password is refused; the newest ones are remembered',
    as: 'user',
    async given(world) {
      await changeSettings(world, { passwordHistory: 2 });
      const first = await givePassword(world, 'the first password');
      const second = await givePassword(world, 'the second password');
      await changeUser(world, { passwordHistory: [first, second] });
    },
    params: { password: 'the first password', oldPassword: 'the second password' },
    expect: { status: 409, type: 'password_recently_used' },
    async after(world) {
      const path = '/v1/account/password';
      const change = (oldPassword: string, password: string) =>
        world.call({ method: 'PATCH', path, as: 'user', body: { password, oldPassword } });
      expect((await change('the second password', 'the third password')).status).toBe(200);
      expect((await userOf(world))?.passwordHistory).toHaveLength(2);
      expect((await change('the third password', 'the first password')).status).toBe(200);
    },
  },
  {
    name: 'of two changes with one old password one wins',
    as: 'user',
    given: (world) => givePassword(world),
    params: { password: 'short' },
    expect: { status: 400, type: 'general_argument_invalid' },
    async after(world) {
      const change = (password: string) =>
        world.call({
          method: 'PATCH',
          path: '/v1/account/password',
          as: 'user',
          body: { password, oldPassword: PASSWORD },
        });
      const answers = await Promise.all([change('one new password'), change('two new passwords')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    },
  },
  ...(
    [
      ['a common password is refused where the project says so', { passwordDictionary: true }, 'password1', 400],
      ['a common password is taken elsewhere', {}, 'password1', 200],
      ['257 characters are refused', {}, 'x'.repeat(257), 400],
    ] as const
  ).map(
    ([name, auths, password, status]): Scenario => ({
      name,
      as: 'user',
      async given(world) {
        await changeSettings(world, auths);
        await changeUser(world, { passwordUpdate: null });
      },
      params: { password },
      expect: status === 400 ? { status, type: 'general_argument_invalid' } : { status },
    }),
  ),
  {
    name: 'a guest is refused',
    params: { password: NEW },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
