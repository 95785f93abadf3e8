import { route } from '../../../route.js';
import { createChild } from '../child.js';
import { projectIdParam } from '../project.js';
import { newSignatureKey, webhookOf, webhookParams } from './webhook.js';

export const createWebhook = route({
  name: 'projects.createWebhook',
  method: 'POST',
  path: '/projects/:projectId/webhooks',
  summary: 'Add a webhook to a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    ...webhookParams,
  },
  response: { status: 201, model: 'webhook' },
  action(call) {
    const { params } = call;
    return createChild(call, 'webhooks', params.projectId, {
      ...webhookOf(params),
      signatureKey: newSignatureKey(),
    });
  },
});
