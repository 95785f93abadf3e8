import { route } from '../../../route.js';
import { updateChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { platformIdParam, platformOf, platformParams } from './platform.js';

export const updatePlatform = route({
  name: 'projects.updatePlatform',
  method: 'PUT',
  path: '/projects/:projectId/platforms/:platformId',
  summary: 'Replace a platform of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, platformId: platformIdParam, ...platformParams },
  response: { status: 200, model: 'platform' },
  action(call) {
    const { params } = call;
    return updateChild(call, 'platforms', params.projectId, params.platformId, platformOf(params));
  },
});
