/** The scenarios that every import of a hash has: each algorithm is a row. */
import { expect } from '@jest/globals';
import type { Route } from '../../route.js';
import { type Scenario, scenarios } from '../../scenarios.js';
import { changeSettings } from '../account/fixtures.js';
import { expectTold, logIn, makeUser, rowOf } from './given.js';

export interface Import {
  /** As it is stored. */
  readonly hash: string;
  /** Parameters of the algorithm beside the hash. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** What is behind the hash. */
  readonly plain: string;
  readonly password: string;
  /** Options as they are shown. */
  readonly shown?: Readonly<Record<string, unknown>>;
  /** Whether the hash is left at a log-in. */
  readonly isKept?: boolean;
}

const ADVERTISED = { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 };
const EMAIL = 'ann@x.test';

export function importScenarios(route: Route, row: Import, more: readonly Scenario[] = []): void {
  const { hash, params = {}, plain, password, shown = {}, isKept = false } = row;
  const whole = { userId: 'ann', email: 'Ann@X.test', password, name: 'Ann', ...params };
  const change = (body: object) => ({ method: 'PATCH', path: '/v1/account/password', body });
  scenarios(route, [
    {
      name: 'the hash is stored as it is',
      as: 'key',
      params: whole,
      expect: {
        status: 201,
        body: { $id: 'ann', email: EMAIL, name: 'Ann', password, hash, hashOptions: { type: hash, ...shown } },
        events: ['users.ann.create'],
      },
      async after(world, { body }) {
        expectTold(world, 'users.*.create');
        expect(body.passwordUpdate).not.toBe('');
        expect((await rowOf(world, 'ann'))?.passwordHistory).toEqual([]);
      },
    },
    {
      name: `the old password signs in, and ${isKept ? 'stays' : 'is hashed anew, unnoticed'}`,
      as: 'key',
      params: whole,
      expect: { status: 201 },
      async after(world, { body }) {
        expect((await logIn(world, EMAIL, `x${plain}`)).body.type).toBe('user_invalid_credentials');
        expect(await rowOf(world, 'ann')).toMatchObject({ password, hash });
        const told = world.changes.length;
        const answers = await Promise.all(Array.from({ length: 3 }, () => logIn(world, EMAIL, plain)));
        expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
        // The sessions are told of, and nothing of the user.
        const events = world.changes.slice(told).map((one) => one.events[0] ?? '');
        expect(events).toHaveLength(3);
        for (const event of events) expect(event).toMatch(/^users\.ann\.sessions\.\w+\.create$/);
        const user = await rowOf(world, 'ann');
        expect(user).toMatchObject({ passwordUpdate: body.passwordUpdate, $updatedAt: body.$updatedAt });
        if (isKept) expect(user).toMatchObject({ password, hash });
        else expect(user).toMatchObject({ hash: 'argon2', hashOptions: ADVERTISED });
        if (!isKept) expect(user?.password).toMatch(/^\$argon2id\$/);
        expect((await logIn(world, EMAIL, plain)).status).toBe(201);
        expect((await rowOf(world, 'ann'))?.password).toBe(user?.password);
      },
    },
    {
      name: 'the old password is remembered and asked for, before it is hashed anew',
      as: 'key',
      given: (world) => changeSettings(world, { passwordHistory: 2 }),
      params: whole,
      expect: { status: 201 },
      async after(world) {
        expect((await rowOf(world, 'ann'))?.passwordHistory).toHaveLength(1);
        const path = '/v1/users/ann/password';
        const again = await world.call({ method: 'PATCH', path, as: 'key', body: { password: plain } });
        expect(again.body.type).toBe('password_recently_used');
        const session = await logIn(world, EMAIL, plain);
        const headers = { 'x-fallback-cookies': String(session.headers['X-Fallback-Cookies']) };
        const wrong = await world.call({ ...change({ password: 'quite another one' }), headers });
        expect(wrong.body.type).toBe('user_invalid_credentials');
        const body = { password: 'quite another one', oldPassword: plain };
        expect((await world.call({ ...change(body), headers })).status).toBe(200);
        expect((await rowOf(world, 'ann'))?.passwordHistory).toHaveLength(2);
        expect((await world.call({ method: 'PATCH', path, as: 'key', body: { password: plain } })).status).toBe(409);
      },
    },
    {
      name: 'a hash that is none is stored, and opens nothing',
      as: 'key',
      params: { ...whole, password: 'no hash at all' },
      expect: { status: 201 },
      async after(world) {
        for (const tried of [plain, 'no hash at all'])
          expect((await logIn(world, EMAIL, tried)).body.type).toBe('user_invalid_credentials');
      },
    },
    {
      name: 'the address of another user is refused',
      as: 'key',
      given: (world) => makeUser(world, { email: EMAIL }),
      params: whole,
      expect: { status: 409, type: 'user_already_exists' },
    },
    ...Object.entries({ userId: '_ann', email: 'ann', password: '1234567', name: 'x'.repeat(129) }).map(
      ([name, value]): Scenario => ({
        name: `a bad ${name} is refused`,
        as: 'key',
        params: { ...whole, [name]: value },
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
    ...Object.keys(whole)
      .filter((name) => name !== 'name' && name !== 'passwordVersion')
      .map(
        (name): Scenario => ({
          name: `no ${name} is refused`,
          as: 'key',
          params: Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name)),
          expect: { status: 400, type: 'general_argument_invalid' },
        }),
      ),
    {
      name: 'a user of the project is refused',
      as: 'user',
      params: whole,
      expect: { status: 401, type: 'general_unauthorized_scope' },
    },
    ...more,
  ]);
}
