import { limits } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { changeAuths, projectIdParam } from '../../project.js';

export const updateAuthSessionsLimit = route({
  name: 'projects.updateAuthSessionsLimit',
  method: 'PATCH',
  path: '/projects/:projectId/auth/max-sessions',
  summary: 'Limit how many sessions a user of a project may have',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    limit: body(rules.range(1, limits.sessions.max), 'Most sessions of one user.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    return changeAuths(call, call.params.projectId, { maxSessions: call.params.limit });
  },
});
