import { expect } from '@jest/globals';
import type { Scenario } from '../../../scenarios.js';
import { logIn, rowOf } from '../given.js';
import { importScenarios } from '../imports.js';
import { createScryptUser } from './create.js';

const cost = {
  passwordSalt: 'salty',
  passwordCpu: 1024,
  passwordMemory: 8,
  passwordParallel: 1,
  passwordLength: 32,
};
const whole = { userId: 'ann', email: 'ann@x.test', password: '12345678', ...cost };

importScenarios(
  createScryptUser,
  {
    hash: 'scrypt',
    params: cost,
    plain: 'a password of the test',
    password: 'd5c75b91f46002e1eb9bd5b9d4a3ca54a10835ddf7a9034398dfcc824e623ed2',
    shown: { costCpu: 1024, costMemory: 8, costParallel: 1, length: 32 },
  },
  [
    {
      name: 'the salt is stored, and not shown',
      as: 'key',
      params: whole,
      expect: { status: 201 },
      async after(world, { body }) {
        expect(body.hashOptions).not.toHaveProperty('salt');
        expect((await rowOf(world, 'ann'))?.hashOptions).toMatchObject({ salt: 'salty' });
      },
    },
    {
      name: 'an N that is no power of two is stored, and opens nothing',
      as: 'key',
      params: { ...whole, passwordCpu: 1000 },
      expect: { status: 201 },
      after: async (world) => expect((await logIn(world, 'ann@x.test', 'a password of the test')).status).toBe(401),
    },
    ...Object.entries({
      passwordCpu: 2 ** 30,
      passwordMemory: 2 ** 24,
      passwordParallel: 2 ** 30,
      passwordLength: 513,
    }).map(
      ([name, value]): Scenario => ({
        name: `a ${name} beyond all measure is refused`,
        as: 'key',
        params: { ...whole, [name]: value },
        expect: { status: 400, type: 'general_argument_invalid' },
      }),
    ),
    ...['passwordCpu', 'passwordMemory', 'passwordParallel', 'passwordLength'].flatMap((name) =>
      ['abc', 0, -8, 1.5].map(
        (value): Scenario => ({
          name: `${value} as ${name} is refused`,
          as: 'key',
          params: { ...whole, [name]: value },
          expect: { status: 400, type: 'general_argument_invalid' },
        }),
      ),
    ),
  ],
);
