import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { webhooks } from '../child-scenarios.js';
import { createWebhook } from './create.js';

const params = (world: World) => ({
  projectId: world.project.$id,
  name: 'Hook',
  url: 'https://hook.test/in?a=%20b',
  events: ['users.*.create', 'databases.*.collections.posts.documents.*'],
  security: true,
});

scenarios(createWebhook, [
  {
    name: 'gets a key to sign with, and shows its password',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), httpUser: 'me', httpPass: 'pass', security: 'false' }),
    expect: {
      status: 201,
      body: { name: 'Hook', url: 'https://hook.test/in?a=%20b', security: false, httpUser: 'me', httpPass: 'pass' },
      events: [],
    },
    async after(world, { body }) {
      expect(body.signatureKey).toMatch(/^[0-9a-f]{128}$/);
      expect(body.events).toEqual(params(world).events);
      const project = await world.connections.projects.open(world.project.$id);
      expect(project?.webhooks.map(({ $id }) => $id)).toEqual([body.$id]);
    },
  },
  ...webhooks.creations(),
  ...['*', 'users', 'users.*.fly', '$users.*', 5].map((pattern) => ({
    name: `the pattern ${pattern} is refused`,
    as: 'consoleUser' as const,
    params: (world: World) => ({ ...params(world), events: [pattern] }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  ...(
    [
      ['101 patterns', { events: Array.from({ length: 101 }, () => 'users.*') }],
      ['another scheme', { url: 'ftp://hook.test' }],
      ['an address that is none', { url: 'hook.test' }],
    ] as const
  ).map(([name, bad]) => ({
    name: `${name} is refused`,
    as: 'consoleUser' as const,
    params: (world: World) => ({ ...params(world), ...bad }),
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
  {
    name: 'an address beyond what is kept is refused',
    as: 'consoleUser',
    params: (world) => ({ ...params(world), url: `https://hook.test/${'x'.repeat(255)}` }),
    expect: { status: 400, type: 'document_invalid_structure' },
  },
]);
