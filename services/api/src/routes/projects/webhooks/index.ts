import { createWebhook } from './create.js';
import { deleteWebhook } from './delete.js';
import { getWebhook } from './get.js';
import { listWebhooks } from './list.js';
import { updateWebhookSignature } from './signature/update.js';
import { updateWebhook } from './update.js';

export const webhookRoutes = [
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  updateWebhookSignature,
  deleteWebhook,
];
