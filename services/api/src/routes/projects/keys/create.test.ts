import { expect } from '@jest/globals';
import { sha256 } from '@plinth/core';
import { scenarios, type World } from '../../../scenarios.js';
import { keys } from '../child-scenarios.js';
import { createKey } from './create.js';

const params = (world: World) => ({ projectId: world.project.$id, name: 'Second', scopes: ['teams.read'] });
const EXPIRE = '2099-01-01T00:00:00.000+00:00';

scenarios(createKey, [
  {
    name: 'opens what its scopes name, at once',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), expire: EXPIRE }),
    expect: {
      status: 201,
      body: { name: 'Second', scopes: ['teams.read'], expire: EXPIRE, accessedAt: '', sdks: [] },
      events: [],
    },
    async after(world, { body }) {
      const secret = String(body.secret);
      expect(secret).toMatch(/^[0-9a-f]{256}$/);
      const headers = { 'x-appwrite-key': secret };
      expect((await world.call({ method: 'GET', path: '/v1/teams', headers })).status).toBe(200);
      const writing = await world.call({
        method: 'POST',
        path: '/v1/teams',
        headers,
        body: { teamId: 'a', name: 'A' },
      });
      expect(writing.body.type).toBe('general_unauthorized_scope');
      const row = await world.connections.store.in(0).get('keys', String(body.$id));
      expect(row).toMatchObject({ secret, secretHash: sha256(secret) });
      const { store } = world.connections;
      const texts = await store.engine.all('SELECT secret FROM s_keys WHERE _uid = ?', [String(body.$id)]);
      expect(String(texts[0]?.[0])).not.toContain(secret);
    },
  },
  {
    name: 'a key that has run out opens nothing',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), expire: '2020-01-01T00:00:00.000+00:00' }),
    expect: { status: 201 },
    async after(world, { body }) {
      const headers = { 'x-appwrite-key': String(body.secret) };
      const answer = await world.call({ method: 'GET', path: '/v1/teams', headers });
      expect(answer.body.type).toBe('project_key_expired');
    },
  },
  ...keys.creations(),
  ...(
    [
      ['a scope that keys cannot have', { scopes: ['projects.write'] }],
      ['an unknown scope', { scopes: ['moon.read'] }],
      ['101 scopes', { scopes: Array.from({ length: 101 }, () => 'users.read') }],
      ['a date that is none', { expire: 'soon' }],
      ['an empty name', { name: '' }],
    ] as const
  ).map(([name, bad]) => ({
    name: `${name} is refused`,
    as: 'consoleUser' as const,
    params: (world: World) => ({ ...params(world), ...bad }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
