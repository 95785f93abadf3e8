import { route } from '../../../route.js';
import { deleteChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { webhookIdParam } from './webhook.js';

export const deleteWebhook = route({
  name: 'projects.deleteWebhook',
  method: 'DELETE',
  path: '/projects/:projectId/webhooks/:webhookId',
  summary: 'Delete a webhook of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, webhookId: webhookIdParam },
  response: { status: 204, model: 'none' },
  action(call) {
    return deleteChild(call, 'webhooks', call.params.projectId, call.params.webhookId);
  },
});
