import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { createChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { platformKinds, platformOf, platformParams } from './platform.js';

export const createPlatform = route({
  name: 'projects.createPlatform',
  method: 'POST',
  path: '/projects/:projectId/platforms',
  summary: 'Add a platform to a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    type: body(rules.oneOf(platformKinds), 'Kind of the platform.'),
    ...platformParams,
  },
  response: { status: 201, model: 'platform' },
  action(call) {
    const { params } = call;
    return createChild(call, 'platforms', params.projectId, { type: params.type, ...platformOf(params) });
  },
});
