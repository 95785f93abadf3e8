import { route } from '../../../../route.js';
import { updateChild } from '../../child.js';
import { projectIdParam } from '../../project.js';
import { newSignatureKey, webhookIdParam } from '../webhook.js';

export const updateWebhookSignature = route({
  name: 'projects.updateWebhookSignature',
  method: 'PATCH',
  path: '/projects/:projectId/webhooks/:webhookId/signature',
  summary: 'Give a webhook a new key to sign with',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, webhookId: webhookIdParam },
  response: { status: 200, model: 'webhook' },
  action(call) {
    const { params } = call;
    return updateChild(call, 'webhooks', params.projectId, params.webhookId, { signatureKey: newSignatureKey() });
  },
});
