import { route } from '../../../route.js';
import { findChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { keyIdParam } from './key.js';

export const getKey = route({
  name: 'projects.getKey',
  method: 'GET',
  path: '/projects/:projectId/keys/:keyId',
  summary: 'Get an API key of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, keyId: keyIdParam },
  response: { status: 200, model: 'key' },
  action(call) {
    return findChild(call, 'keys', call.params.projectId, call.params.keyId);
  },
});
