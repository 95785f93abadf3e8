import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { makeChild, member } from '../members.js';
import { deleteWebhook } from './delete.js';

const plain = member();
const developer = member('developer');
const ids = new WeakMap<World, string>();
const make = async (world: World) => {
  ids.set(
    world,
    await makeChild(world, 'webhooks', {
      name: 'Hook',
      url: 'https://hook.test/in',
      events: ['users.*'],
      security: true,
    }),
  );
};
const params = (world: World) => ({ projectId: world.project.$id, webhookId: ids.get(world) });
const stored = (world: World) => world.connections.store.in(0).get('webhooks', ids.get(world) ?? '');

scenarios(deleteWebhook, [
  {
    name: 'takes it away at once',
    as: 'consoleUser',
    given: make,
    params,
    expect: { status: 204, events: [], jobs: [] },
    after: async (world) => expect(await stored(world)).toBeNull(),
  },
  {
    name: 'a developer may',
    async given(world) {
      await make(world);
      await developer.given(world);
    },
    headers: developer.headers,
    project: 'console',
    params,
    expect: { status: 204 },
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
    after: async (world) => expect(await stored(world)).not.toBeNull(),
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
    params: (world) => ({ projectId: world.project.$id, webhookId: 'nowhere' }),
    expect: { status: 404, type: 'webhook_not_found' },
  },
  {
    name: 'one of another project is not there',
    as: 'consoleUser',
    async given(world) {
      const body = { projectId: 'unique()', name: 'Other', teamId: world.teamId };
      const other = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
      const path = `/v1/projects/${other.body.$id}/webhooks`;
      const child = await world.call({
        method: 'POST',
        path,
        as: 'consoleUser',
        body: { name: 'Hook', url: 'https://hook.test/in', events: ['users.*'], security: true },
      });
      ids.set(world, String(child.body.$id));
    },
    params,
    expect: { status: 404, type: 'webhook_not_found' },
    after: async (world) => expect(await stored(world)).not.toBeNull(),
  },
]);
