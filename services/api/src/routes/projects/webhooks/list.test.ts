import { scenarios } from '../../../scenarios.js';
import { makeChild } from '../members.js';
import { listWebhooks } from './list.js';

scenarios(listWebhooks, [
  {
    name: 'lists those of the project alone',
    as: 'consoleUser',
    async given(world) {
      await makeChild(world, 'webhooks', {
        name: 'Hook',
        url: 'https://hook.test/in',
        events: ['users.*'],
        security: true,
      });
      const body = { projectId: 'unique()', name: 'Other', teamId: world.teamId };
      const other = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
      const path = `/v1/projects/${other.body.$id}/webhooks`;
      await world.call({
        method: 'POST',
        path,
        as: 'consoleUser',
        body: { name: 'Hook', url: 'https://hook.test/in', events: ['users.*'], security: true },
      });
    },
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 200, body: { total: 1 } },
  },
  {
    name: 'others do not see the project',
    as: 'consoleOther',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 404, type: 'project_not_found' },
  },
]);
