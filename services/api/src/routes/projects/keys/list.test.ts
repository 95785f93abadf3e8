import { scenarios } from '../../../scenarios.js';
import { makeChild } from '../members.js';
import { listKeys } from './list.js';

scenarios(listKeys, [
  {
    name: 'lists those of the project alone',
    as: 'consoleUser',
    async given(world) {
      await makeChild(world, 'keys', { name: 'Second', scopes: ['users.read'] });
      const body = { projectId: 'unique()', name: 'Other', teamId: world.teamId };
      const other = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
      const path = `/v1/projects/${other.body.$id}/keys`;
      await world.call({ method: 'POST', path, as: 'consoleUser', body: { name: 'Second', scopes: ['users.read'] } });
    },
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 200, body: { total: 2 } },
  },
  {
    name: 'others do not see the project',
    as: 'consoleOther',
    params: (world) => ({ projectId: world.project.$id }),
    expect: { status: 404, type: 'project_not_found' },
  },
]);
