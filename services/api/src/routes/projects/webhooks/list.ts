import { route } from '../../../route.js';
import { listChildren } from '../child.js';
import { projectIdParam } from '../project.js';

export const listWebhooks = route({
  name: 'projects.listWebhooks',
  method: 'GET',
  path: '/projects/:projectId/webhooks',
  summary: 'List the webhooks of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam },
  response: { status: 200, model: 'webhookList' },
  async action(call) {
    const { total, rows } = await listChildren(call, 'webhooks', call.params.projectId);
    return { total, webhooks: rows };
  },
});
