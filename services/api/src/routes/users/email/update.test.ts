import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { askRecovery, changeUser, tokensOf, userOf } from '../../account/fixtures.js';
import { expectTold, makeUser, of, refusals, updated } from '../given.js';
import { updateUserEmail } from './update.js';

scenarios(updateUserEmail, [
  {
    name: 'the new address is in lower case, unverified and found',
    as: 'key',
    given: (world) => changeUser(world, { email: 'old.one@x.test', emailVerification: true, search: 'old.one@x.test' }),
    params: of({ email: 'New.Address@X.test' }),
    expect: { status: 200, body: { email: 'new.address@x.test', emailVerification: false }, events: updated },
    async after(world) {
      expectTold(world, 'users.*.update.email');
      expect((await userOf(world))?.emailVerification).toBe(false);
      const { body } = await world.call({ method: 'GET', path: '/v1/users?search=new.address@x.test', as: 'key' });
      expect(body.total).toBe(1);
      const old = await world.call({ method: 'GET', path: '/v1/users?search=old.one', as: 'key' });
      expect(old.body.total).toBe(0);
    },
  },
  {
    name: 'what was mailed to the old address opens nothing any more',
    as: 'key',
    given: (world) => askRecovery(world),
    params: of({ email: 'new@x.test' }),
    expect: { status: 200 },
    after: async (world) => expect(await tokensOf(world)).toEqual([]),
  },
  {
    name: 'the own address may be given again',
    as: 'key',
    params: (world) => ({ userId: world.user.id, email: world.user.email.toUpperCase() }),
    expect: { status: 200, events: updated },
  },
  {
    name: 'the address of another user is refused, and links stay',
    as: 'key',
    async given(world) {
      await makeUser(world, { email: 'taken@x.test' });
      await askRecovery(world);
    },
    params: of({ email: 'Taken@x.test' }),
    expect: { status: 409, type: 'user_email_already_exists' },
    async after(world) {
      expect((await userOf(world))?.email).toBe(world.user.email);
      expect(await tokensOf(world)).toHaveLength(1);
    },
  },
  {
    name: 'of two users who get one address at once one has it',
    as: 'key',
    async given({ call, user, other }) {
      const change = (id: string) =>
        call({ method: 'PATCH', path: `/v1/users/${id}/email`, as: 'key', body: { email: 'one@x.test' } });
      const answers = await Promise.all([change(user.id), change(other.id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    },
    params: of({ email: 'another@x.test' }),
    expect: { status: 200 },
  },
  {
    name: 'a bad address is refused',
    as: 'key',
    params: of({ email: 'nobody' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  ...refusals({ email: 'new@x.test' }),
]);
