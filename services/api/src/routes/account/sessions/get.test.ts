import { expect } from '@jest/globals';
import { scenarios } from '../../../scenarios.js';
import { addSession, jwtHeader } from '../fixtures.js';
import { getSession } from './get.js';

scenarios(getSession, [
  {
    name: '`current` is the one of the request',
    as: 'user',
    given: addSession,
    params: { sessionId: 'current' },
    expect: { status: 200, body: (world) => ({ $id: world.user.sessionId, current: true, provider: 'email' }) },
  },
  {
    name: 'another own one is found by its ID',
    as: 'user',
    async given(world) {
      const id = await addSession(world);
      const { body } = await world.call({ method: 'GET', path: `/v1/account/sessions/${id}`, as: 'user' });
      expect(body).toMatchObject({ $id: id, current: false });
    },
    params: (world) => ({ sessionId: world.user.sessionId }),
    expect: { status: 200, body: (world) => ({ $id: world.user.sessionId, current: true }) },
  },
  {
    name: "somebody else's is not found",
    as: 'user',
    params: (world) => ({ sessionId: world.other.sessionId }),
    expect: { status: 404, type: 'user_session_not_found' },
  },
  {
    name: 'an unknown one is not found',
    as: 'user',
    params: { sessionId: 'nowhere' },
    expect: { status: 404, type: 'user_session_not_found' },
  },
  {
    name: 'a JWT has no current one',
    async given(world) {
      const headers = await jwtHeader(world);
      const { body } = await world.call({ method: 'GET', path: '/v1/account/sessions/current', headers });
      expect(body.type).toBe('user_session_not_found');
    },
    params: { sessionId: 'current' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'an ID against the rule is refused',
    as: 'user',
    params: { sessionId: 'a b' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
