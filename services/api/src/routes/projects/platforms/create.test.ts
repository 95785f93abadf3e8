import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { platforms } from '../child-scenarios.js';
import { createPlatform } from './create.js';
import { platformKinds } from './platform.js';

const params = (world: World) => ({ projectId: world.project.$id, type: 'web', name: 'Web', hostname: 'new.test' });

scenarios(createPlatform, [
  {
    name: 'lets pages of its host in at once',
    as: 'consoleUser',
    params,
    expect: {
      status: 201,
      body: { type: 'web', name: 'Web', hostname: 'new.test', key: '', store: '' },
      events: [],
    },
    async after(world) {
      const headers = { origin: 'https://new.test' };
      const body = { teamId: 'red', name: 'Red' };
      const answer = await world.call({ method: 'POST', path: '/v1/teams', as: 'user', body, headers });
      expect(answer.status).toBe(201);
      expect(answer.headers['Access-Control-Allow-Origin']).toBe('https://new.test');
    },
  },
  ...platformKinds.map((type) => ({
    name: `knows the kind ${type}`,
    as: 'consoleUser' as const,
    params: (world: World) => ({ projectId: world.project.$id, type, name: 'One', key: 'com.app' }),
    expect: { status: 201, body: { type, key: 'com.app' } },
  })),
  ...platforms.creations(),
  ...(
    [
      ['an unknown kind', { type: 'toaster' }],
      ['a host name with a port', { hostname: 'new.test:80' }],
      ['an empty key', { key: '' }],
    ] as const
  ).map(([name, bad]) => ({
    name: `${name} is refused`,
    as: 'consoleUser' as const,
    params: (world: World) => ({ ...params(world), ...bad }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
