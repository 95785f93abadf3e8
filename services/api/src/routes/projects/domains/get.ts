import { route } from '../../../route.js';
import { findChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { domainIdParam } from './domain.js';

export const getDomain = route({
  name: 'projects.getDomain',
  method: 'GET',
  path: '/projects/:projectId/domains/:domainId',
  summary: 'Get a custom domain of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, domainId: domainIdParam },
  response: { status: 200, model: 'domain' },
  action(call) {
    return findChild(call, 'domains', call.params.projectId, call.params.domainId);
  },
});
