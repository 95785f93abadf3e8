import { newSecret, sha256 } from '@plinth/core';
import { route } from '../../../route.js';
import { createChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { keyOf, keyParams } from './key.js';

export const createKey = route({
  name: 'projects.createKey',
  method: 'POST',
  path: '/projects/:projectId/keys',
  summary: 'Add an API key to a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    ...keyParams,
  },
  response: { status: 201, model: 'key' },
  action(call) {
    const { params } = call;
    const secret = newSecret();
    return createChild(call, 'keys', params.projectId, {
      ...keyOf(params),
      secret,
      secretHash: sha256(secret),
      sdks: [],
    });
  },
});
