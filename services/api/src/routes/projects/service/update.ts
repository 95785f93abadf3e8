import { optionalServices } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { changeSettings, projectIdParam } from '../project.js';

export const updateServiceStatus = route({
  name: 'projects.updateServiceStatus',
  method: 'PATCH',
  path: '/projects/:projectId/service',
  summary: 'Switch a service of a project on or off for clients',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    service: body(rules.oneOf(optionalServices), 'Key of the service.'),
    status: body(rules.boolean(false), 'Whether clients may use it.'),
  },
  response: { status: 200, model: 'project' },
  action(call) {
    const { projectId, service, status } = call.params;
    return changeSettings(call, projectId, ({ services }) => ({ services: { ...services, [service]: status } }));
  },
});
