import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { changeSettings, jwtHeader } from '../fixtures.js';
import { createJWT } from './create.js';

scenarios(createJWT, [
  {
    name: 'it acts as the user until the session behind it ends',
    as: 'user',
    expect: { status: 201, events: [] },
    async after(world, answer) {
      const headers = { 'x-appwrite-jwt': String(answer.body.jwt) };
      const path = '/v1/account';
      expect((await world.call({ method: 'GET', path, headers })).body.$id).toBe(world.user.id);
      await world.call({ method: 'DELETE', path: '/v1/account/sessions/current', as: 'user' });
      expect((await world.call({ method: 'GET', path, headers })).status).toBe(401);
    },
  },
  {
    name: 'it opens no other project',
    as: 'user',
    expect: { status: 201 },
    async after(world, answer) {
      const headers = { 'x-appwrite-jwt': String(answer.body.jwt) };
      const elsewhere = await world.call({ method: 'GET', path: '/v1/account', headers, project: 'console' });
      expect(elsewhere.body.type).toBe('user_jwt_invalid');
    },
  },
  {
    name: 'a JWT makes no JWT',
    async given(world) {
      const headers = await jwtHeader(world);
      const answer = await world.call({ method: 'POST', path: '/v1/account/jwt', headers });
      expect(answer).toMatchObject({ status: 404, body: { type: 'user_session_not_found' } });
    },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'switched off, none is made',
    as: 'user',
    given: (world) => changeSettings(world, { JWT: false }),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
]);
