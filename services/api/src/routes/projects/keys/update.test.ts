import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { updateKey } from './update.js';

const plain = member();
const ids = new WeakMap<World, string>();
const make = async (world: World) => {
  const body = { name: 'Second', scopes: ['users.read'], expire: '2099-01-01T00:00:00.000+00:00' };
  ids.set(world, await makeChild(world, 'keys', body));
};
const params = (world: World) => ({
  projectId: world.project.$id,
  keyId: ids.get(world),
  name: 'New',
  scopes: ['teams.read'],
});

scenarios(updateKey, [
  {
    name: 'replaces name, scopes and end, and keeps the secret',
    as: 'consoleUser',
    given: make,
    params,
    expect: { status: 200, body: { name: 'New', scopes: ['teams.read'], expire: '' } },
    async after(world, { body }) {
      const headers = { 'x-appwrite-key': String(body.secret) };
      expect((await world.call({ method: 'GET', path: '/v1/teams', headers })).status).toBe(200);
    },
  },
  {
    name: 'ends a key that is in use at once',
    as: 'consoleUser',
    given: (world) => world.call({ method: 'GET', path: '/v1/teams', as: 'key' }),
    params: (world) => ({ ...params(world), keyId: world.keyId, expire: '2020-01-01T00:00:00.000+00:00' }),
    expect: { status: 200 },
    async after(world) {
      const answer = await world.call({ method: 'GET', path: '/v1/teams', as: 'key' });
      expect(answer.body.type).toBe('project_key_expired');
    },
  },
  {
    name: 'a plain member of the team may not',
    async given(world) {
      await make(world);
      await plain.given(world);
    },
    headers: plain.headers,
    project: 'console',
    params,
    expect: { status: 401, type: 'user_unauthorized' },
  },
  {
    name: 'others do not see the project',
    as: 'consoleOther',
    given: make,
    params,
    expect: { status: 404, type: 'project_not_found' },
  },
  {
    name: 'one that is not there is refused',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), keyId: 'nowhere' }),
    expect: { status: 404, type: 'key_not_found' },
  },
  {
    name: 'scopes are needed',
    as: 'consoleUser',
    given: make,
    params: (world) => ({ projectId: world.project.$id, keyId: ids.get(world), name: 'New' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
