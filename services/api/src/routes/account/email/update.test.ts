import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { askRecovery, changeSettings, changeUser, givePassword, PASSWORD, tokensOf, userOf } from '../fixtures.js';
import { updateEmail } from './update.js';

const becomeAnonymous = (world: World) =>
  changeUser(world, { email: null, password: null, passwordUpdate: null, name: '' });

scenarios(updateEmail, [
  {
    name: 'the address changes in lower case and is unverified again',
    as: 'user',
    async given(world) {
      await givePassword(world);
      await changeUser(world, { emailVerification: true });
    },
    params: { email: 'New@Person.test', password: PASSWORD },
    expect: {
      status: 200,
      body: { email: 'new@person.test', emailVerification: false },
      events: (world) => [`users.${world.user.id}.update`],
    },
    async after(world) {
      expect(world.changes[0]?.events).toContain('users.*.update.email');
      expect((await userOf(world))?.search).toContain('new@person.test');
    },
  },
  {
    name: 'what was mailed to the old address is of no use any more',
    as: 'user',
    async given(world) {
      await givePassword(world);
      await askRecovery(world);
      expect(await tokensOf(world)).toHaveLength(1);
    },
    params: { email: 'new@person.test', password: PASSWORD },
    expect: { status: 200 },
    after: async (world) => expect(await tokensOf(world)).toEqual([]),
  },
  {
    name: 'a wrong password is refused',
    as: 'user',
    given: (world) => givePassword(world),
    params: { email: 'new@person.test', password: 'not the right one' },
    expect: { status: 401, type: 'user_invalid_credentials' },
  },
  {
    name: 'an address in use is refused in any case',
    as: 'user',
    given: (world) => givePassword(world),
    params: (world) => ({ email: world.other.email.toUpperCase(), password: PASSWORD }),
    expect: { status: 409, type: 'user_email_already_exists' },
  },
  {
    name: 'an anonymous account gets address and password and can log in',
    as: 'user',
    async given(world) {
      await changeSettings(world, { passwordHistory: 3 });
      await becomeAnonymous(world);
    },
    params: { email: 'new@person.test', password: PASSWORD },
    expect: { status: 200, body: { email: 'new@person.test' } },
    async after(world) {
      const user = await userOf(world);
      expect(user?.passwordUpdate).not.toBeNull();
      expect(user?.passwordHistory).toEqual([user?.password]);
      const body = { email: 'new@person.test', password: PASSWORD };
      expect((await world.call({ method: 'POST', path: '/v1/account/sessions/email', body })).status).toBe(201);
    },
  },
  {
    name: 'an anonymous account must not take a common password where the project says so',
    as: 'user',
    async given(world) {
      await changeSettings(world, { passwordDictionary: true });
      await becomeAnonymous(world);
    },
    params: { email: 'new@person.test', password: 'password1' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'of two conversions at once one wins',
    as: 'user',
    given: becomeAnonymous,
    params: { email: 'no address', password: PASSWORD },
    expect: { status: 400, type: 'general_argument_invalid' },
    async after(world) {
      const convert = (email: string) =>
        world.call({ method: 'PATCH', path: '/v1/account/email', as: 'user', body: { email, password: PASSWORD } });
      const answers = await Promise.all([convert('a@person.test'), convert('b@person.test')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    },
  },
  {
    name: 'an account changed since the time that the client names stays',
    as: 'user',
    given: (world) => givePassword(world),
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    params: { email: 'new@person.test', password: PASSWORD },
    expect: { status: 409, type: 'document_update_conflict' },
  },
  {
    name: 'a guest is refused',
    params: { email: 'new@person.test', password: PASSWORD },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
