import { route } from '../../../route.js';
import { deleteChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { keyIdParam } from './key.js';

export const deleteKey = route({
  name: 'projects.deleteKey',
  method: 'DELETE',
  path: '/projects/:projectId/keys/:keyId',
  summary: 'Delete an API key of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, keyId: keyIdParam },
  response: { status: 204, model: 'none' },
  action(call) {
    return deleteChild(call, 'keys', call.params.projectId, call.params.keyId);
  },
});
