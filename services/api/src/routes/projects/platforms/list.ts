import { route } from '../../../route.js';
import { listChildren } from '../child.js';
import { projectIdParam } from '../project.js';

export const listPlatforms = route({
  name: 'projects.listPlatforms',
  method: 'GET',
  path: '/projects/:projectId/platforms',
  summary: 'List the platforms of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam },
  response: { status: 200, model: 'platformList' },
  async action(call) {
    const { total, rows } = await listChildren(call, 'platforms', call.params.projectId);
    return { total, platforms: rows };
  },
});
