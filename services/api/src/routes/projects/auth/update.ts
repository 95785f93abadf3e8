import { authMethods } from '@plinth/definitions';
import { body, path, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { changeAuths, projectIdParam } from '../project.js';

const settingKeys: ReadonlyMap<string, string> = new Map(authMethods.map(({ id, settingKey }) => [id, settingKey]));

export const updateAuthStatus = route({
  name: 'projects.updateAuthStatus',
  method: 'PATCH',
  path: '/projects/:projectId/auth/:method',
  summary: 'Switch a way to sign in to a project on or off for clients',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    method: path(rules.oneOf(authMethods.map(({ id }) => id)), 'The way to sign in.'),
    status: body(rules.boolean(), 'Whether clients may use it.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    const { projectId, method, status } = call.params;
    return changeAuths(call, projectId, { [settingKeys.get(method) ?? method]: status });
  },
});
