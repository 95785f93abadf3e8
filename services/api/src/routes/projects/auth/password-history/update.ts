import { limits } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { changeAuths, projectIdParam } from '../../project.js';

export const updateAuthPasswordHistory = route({
  name: 'projects.updateAuthPasswordHistory',
  method: 'PATCH',
  path: '/projects/:projectId/auth/password-history',
  summary: 'Change how many earlier passwords may not be used again',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    limit: body(rules.range(0, limits.password.history), 'Passwords that are remembered; 0 is none.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    return changeAuths(call, call.params.projectId, { passwordHistory: call.params.limit });
  },
});
