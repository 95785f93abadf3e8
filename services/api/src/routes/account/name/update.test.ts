import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { changeUser, jwtHeader, userOf } from '../fixtures.js';
import { updateName } from './update.js';

scenarios(updateName, [
  {
    name: 'the name changes, and the text that lists search',
    as: 'user',
    params: { name: 'José 👩‍👩‍👧‍👦' },
    expect: {
      status: 200,
      body: (world) => ({ $id: world.user.id, name: 'José 👩‍👩‍👧‍👦', email: world.user.email }),
      events: (world) => [`users.${world.user.id}.update`],
    },
    async after(world) {
      expect((await userOf(world))?.search).toBe(`${world.user.id} ${world.user.email} José 👩‍👩‍👧‍👦`);
      expect(world.changes[0]).toMatchObject({
        audit: { event: 'user.update', resource: `user/${world.user.id}` },
        actor: { kind: 'user', id: world.user.id },
      });
      expect(world.changes[0]?.events).toContain(`users.${world.user.id}.update.name`);
    },
  },
  {
    name: 'a JWT acts for its user',
    async given(world) {
      const headers = await jwtHeader(world);
      const answer = await world.call({ method: 'PATCH', path: '/v1/account/name', headers, body: { name: 'By JWT' } });
      expect(answer).toMatchObject({ status: 200, body: { $id: world.user.id, name: 'By JWT' } });
    },
    params: { name: 'Nobody' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'a blocked user changes nothing',
    as: 'user',
    given: (world) => changeUser(world, { status: false }),
    params: { name: 'New' },
    expect: { status: 401, type: 'user_blocked' },
  },
  {
    name: 'a name of 129 characters is refused',
    as: 'user',
    params: { name: 'x'.repeat(129) },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  { name: 'no name is refused', as: 'user', params: {}, expect: { status: 400, type: 'general_argument_invalid' } },
  {
    name: 'a name changed since the time that the client names stays',
    as: 'user',
    headers: { 'x-appwrite-timestamp': '2001-01-01T00:00:00.000+00:00' },
    params: { name: 'New' },
    expect: { status: 409, type: 'document_update_conflict' },
  },
  {
    name: 'a key has no account',
    as: 'key',
    params: { name: 'New' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
]);
