import { route } from '../../../route.js';
import { findChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { webhookIdParam } from './webhook.js';

export const getWebhook = route({
  name: 'projects.getWebhook',
  method: 'GET',
  path: '/projects/:projectId/webhooks/:webhookId',
  summary: 'Get a webhook of a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, webhookId: webhookIdParam },
  response: { status: 200, model: 'webhook' },
  action(call) {
    return findChild(call, 'webhooks', call.params.projectId, call.params.webhookId);
  },
});
