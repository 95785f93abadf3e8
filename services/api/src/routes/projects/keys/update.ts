import { route } from '../../../route.js';
import { updateChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { keyIdParam, keyOf, keyParams } from './key.js';

export const updateKey = route({
  name: 'projects.updateKey',
  method: 'PUT',
  path: '/projects/:projectId/keys/:keyId',
  summary: 'Replace an API key of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, keyId: keyIdParam, ...keyParams },
  response: { status: 200, model: 'key' },
  action(call) {
    const { params } = call;
    return updateChild(call, 'keys', params.projectId, params.keyId, keyOf(params));
  },
});
