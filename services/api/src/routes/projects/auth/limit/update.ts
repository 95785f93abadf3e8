import { limits } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { changeAuths, projectIdParam } from '../../project.js';

export const updateAuthLimit = route({
  name: 'projects.updateAuthLimit',
  method: 'PATCH',
  path: '/projects/:projectId/auth/limit',
  summary: 'Limit how many users a project may have',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    limit: body(rules.range(0, limits.project.users), 'Most users; 0 is no limit.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    return changeAuths(call, call.params.projectId, { limit: call.params.limit });
  },
});
