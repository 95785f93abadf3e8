import { route } from '../../../route.js';
import { updateChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { webhookIdParam, webhookOf, webhookParams } from './webhook.js';

export const updateWebhook = route({
  name: 'projects.updateWebhook',
  method: 'PUT',
  path: '/projects/:projectId/webhooks/:webhookId',
  summary: 'Replace a webhook of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, webhookId: webhookIdParam, ...webhookParams },
  response: { status: 200, model: 'webhook' },
  action(call) {
    const { params } = call;
    return updateChild(call, 'webhooks', params.projectId, params.webhookId, webhookOf(params));
  },
});
