import { scenarios } from '../../../scenarios.js';
import { makeChild } from '../members.js';
import { listPlatforms } from './list.js';

scenarios(listPlatforms, [
  {
    name: 'lists those of the project alone',
    as: 'consoleUser',
    async given(world) {
      await makeChild(world, 'platforms', { type: 'android', name: 'App', key: 'com.app' });
      const body = { projectId: 'unique()', name: 'Other', teamId: world.teamId };
      const other = await world.call({ method: 'POST', path: '/v1/projects', as: 'consoleUser', body });
      const path = `/v1/projects/${other.body.$id}/platforms`;
      await world.call({
        method: 'POST',
        path,
        as: 'consoleUser',
        body: { type: 'android', name: 'App', key: 'com.app' },
      });
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
