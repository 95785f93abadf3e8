import { route } from '../../../route.js';
import { deleteChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { platformIdParam } from './platform.js';

export const deletePlatform = route({
  name: 'projects.deletePlatform',
  method: 'DELETE',
  path: '/projects/:projectId/platforms/:platformId',
  summary: 'Delete a platform of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, platformId: platformIdParam },
  response: { status: 204, model: 'none' },
  action(call) {
    return deleteChild(call, 'platforms', call.params.projectId, call.params.platformId);
  },
});
