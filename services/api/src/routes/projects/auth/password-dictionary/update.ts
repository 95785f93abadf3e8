import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { changeAuths, projectIdParam } from '../../project.js';

export const updateAuthPasswordDictionary = route({
  name: 'projects.updateAuthPasswordDictionary',
  method: 'PATCH',
  path: '/projects/:projectId/auth/password-dictionary',
  summary: 'Forbid or allow the most common passwords',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    enabled: body(rules.boolean(false), 'Whether they are forbidden.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    return changeAuths(call, call.params.projectId, { passwordDictionary: call.params.enabled });
  },
});
