import { lifetimes } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { changeAuths, projectIdParam } from '../../project.js';

export const updateAuthDuration = route({
  name: 'projects.updateAuthDuration',
  method: 'PATCH',
  path: '/projects/:projectId/auth/duration',
  summary: 'Change how long sessions of a project last',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    duration: body(rules.range(0, lifetimes.sessionSeconds), 'Seconds, of sessions that are open already, too.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    return changeAuths(call, call.params.projectId, { duration: call.params.duration });
  },
});
