import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { keys } from '../child-scenarios.js';
import { updateKey } from './update.js';

const make = keys.make({ name: 'Second', scopes: ['users.read'], expire: '2099-01-01T00:00:00.000+00:00' });
const change = { name: 'New', scopes: ['teams.read'] };
const params = (world: World) => keys.params(world, change);

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
  ...keys.writes(change),
  {
    name: 'scopes are needed',
    as: 'consoleUser',
    given: make,
    params: (world) => keys.params(world, { name: 'New' }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
