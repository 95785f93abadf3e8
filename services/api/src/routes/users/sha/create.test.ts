import { expect } from '@jest/globals';
import { logIn, rowOf } from '../given.js';
import { importScenarios } from '../imports.js';
import { createSHAUser } from './create.js';

importScenarios(
  createSHAUser,
  {
    hash: 'sha',
    params: { passwordVersion: 'SHA256' },
    plain: 'a password of the test',
    password: 'ac40bca9651dcf2e67284ea61a1ec11f180a5b4182eb0f161e7c3c7da3a985de',
  },
  [
    {
      name: 'without a version it is the default one',
      as: 'key',
      params: {
        userId: 'ann',
        email: 'ann@x.test',
        password: [
          'c1b723797b6c1792e07a9e63c779e2074a7f7feba02f3fe4cb1f50dbdbaa3846',
          '8d3954c27099662ffac04cc8f2c23c28061687ba4aae50fc130b8ffff43602d0',
        ].join(''),
      },
      expect: { status: 201 },
      async after(world) {
        expect((await rowOf(world, 'ann'))?.hashOptions).toEqual({ type: 'sha' });
        expect((await logIn(world, 'ann@x.test', 'a password of the test')).status).toBe(201);
      },
    },
    {
      name: 'the version is stored in its usual spelling',
      as: 'key',
      params: { userId: 'ann', email: 'ann@x.test', password: '12345678', passwordVersion: 'SHA512/256' },
      expect: { status: 201, body: { hashOptions: { type: 'sha' } } },
      after: async (world) =>
        expect((await rowOf(world, 'ann'))?.hashOptions).toEqual({ type: 'sha', version: 'sha512/256' }),
    },
    {
      name: 'an unknown version is refused',
      as: 'key',
      params: { userId: 'ann', email: 'ann@x.test', password: '12345678', passwordVersion: 'sha4' },
      expect: { status: 400, type: 'general_argument_invalid' },
    },
  ],
);
