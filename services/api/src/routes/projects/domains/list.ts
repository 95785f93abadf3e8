import { route } from '../../../route.js';
import { listChildren } from '../child.js';
import { projectIdParam } from '../project.js';

export const listDomains = route({
  name: 'projects.listDomains',
  method: 'GET',
  path: '/projects/:projectId/domains',
  summary: 'List the custom domains of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam },
  response: { status: 200, model: 'domainList' },
  async action(call) {
    const { total, rows } = await listChildren(call, 'domains', call.params.projectId);
    return { total, domains: rows };
  },
});
