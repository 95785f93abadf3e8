import { expect } from '@jest/globals';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { changeUser, givePassword, jwtHeader, PASSWORD, sessionsOf, userOf } from '../../account/fixtures.js';
import { expectTold, logIn, of, refusals, updated } from '../given.js';
import { updateUserStatus } from './update.js';

const headers = new WeakMap<object, Record<string, string>>();

scenarios(updateUserStatus, [
  {
    name: 'a blocked user is refused by the very next request, on public routes too; sessions stay',
    as: 'key',
    async given(world) {
      await givePassword(world);
      headers.set(world, await jwtHeader(world));
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(200);
    },
    params: of({ status: false }),
    expect: { status: 200, body: { status: false }, events: updated },
    async after(world) {
      expectTold(world, 'users.*.update.status');
      const version = { method: 'GET', path: '/v1/health/version' };
      for (const request of [{ method: 'GET', path: '/v1/account' }, version]) {
        expect((await world.call({ ...request, as: 'user' })).body.type).toBe('user_blocked');
        const jwt = headers.get(world) ?? {};
        expect((await world.call({ ...request, headers: jwt })).body.type).toBe('user_blocked');
      }
      expect((await logIn(world, world.user.email, PASSWORD)).body.type).toBe('user_blocked');
      expect(await sessionsOf(world)).toHaveLength(1);
    },
  },
  {
    name: 'one that is let in goes on with its session',
    as: 'admin',
    given: (world) => changeUser(world, { status: false }),
    params: of({ status: true }),
    expect: { status: 200, body: { status: true }, events: updated },
    async after(world) {
      expect(world.changes[0]?.audit).toMatchObject({ event: 'user.update', resource: `user/${world.user.id}` });
      expect(world.changes[0]?.actor).toMatchObject({ kind: 'console', id: world.owner.id });
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).status).toBe(200);
    },
  },
  ...[0, '0', 'false'].map(
    (status): Scenario => ({
      name: `${JSON.stringify(status)} blocks too`,
      as: 'key',
      params: of({ status }),
      expect: { status: 200, body: { status: false } },
      after: async (world) => expect((await userOf(world))?.status).toBe(false),
    }),
  ),
  ...['perhaps', null].map(
    (status): Scenario => ({
      name: `${JSON.stringify(status)} is refused`,
      as: 'key',
      params: of({ status }),
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  ...refusals({ status: false }),
]);
