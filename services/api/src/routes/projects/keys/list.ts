import { route } from '../../../route.js';
import { listChildren } from '../child.js';
import { projectIdParam } from '../project.js';

export const listKeys = route({
  name: 'projects.listKeys',
  method: 'GET',
  path: '/projects/:projectId/keys',
  summary: 'List the API keys of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam },
  response: { status: 200, model: 'keyList' },
  async action(call) {
    const { total, rows } = await listChildren(call, 'keys', call.params.projectId);
    return { total, keys: rows };
  },
});
