import { route } from '../../../route.js';
import { deleteChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { domainIdParam } from './domain.js';

export const deleteDomain = route({
  name: 'projects.deleteDomain',
  method: 'DELETE',
  path: '/projects/:projectId/domains/:domainId',
  summary: 'Delete a custom domain of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, domainId: domainIdParam },
  response: { status: 204, model: 'none' },
  action(call) {
    return deleteChild(call, 'domains', call.params.projectId, call.params.domainId);
  },
});
