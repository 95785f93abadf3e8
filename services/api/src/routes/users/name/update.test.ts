import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { expectTold, of, refusals, updated } from '../given.js';
import { updateUserName } from './update.js';

scenarios(updateUserName, [
  {
    name: 'the new name is given and found',
    as: 'key',
    params: of({ name: 'Zoë 👩‍👩‍👧‍👦' }),
    expect: { status: 200, body: { name: 'Zoë 👩‍👩‍👧‍👦', hash: 'argon2' }, events: updated },
    async after(world) {
      expectTold(world, 'users.*.update.name');
      expect(world.changes[0]?.audit).toMatchObject({ event: 'user.update', resource: `user/${world.user.id}` });
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'key', id: world.keyId });
      const { body } = await world.call({ method: 'GET', path: '/v1/users?search=zoe', as: 'key' });
      expect(body.total).toBe(1);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).body.name).toMatch(/^Zoë/);
    },
  },
  {
    name: 'the ID may be spelled in any case; events name it as it is',
    as: 'admin',
    params: (world) => ({ userId: world.user.id.toUpperCase(), name: 'Zoë' }),
    expect: { status: 200, events: updated },
    after: async (world) => expectTold(world, 'users.*.update.name'),
  },
  ...['', 'x'.repeat(129)].map((name) => ({
    name: `${name.length} characters are refused`,
    as: 'key' as const,
    params: of({ name }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...refusals({ name: 'Zoë' }),
]);
