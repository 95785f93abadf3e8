import { route } from '../../../route.js';
import { findChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { platformIdParam } from './platform.js';

export const getPlatform = route({
  name: 'projects.getPlatform',
  method: 'GET',
  path: '/projects/:projectId/platforms/:platformId',
  summary: 'Get a platform of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, platformId: platformIdParam },
  response: { status: 200, model: 'platform' },
  action(call) {
    return findChild(call, 'platforms', call.params.projectId, call.params.platformId);
  },
});
