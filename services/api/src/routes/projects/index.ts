import { authRoutes } from './auth/index.js';
import { createProject } from './create.js';
import { deleteProject } from './delete.js';
import { domainRoutes } from './domains/index.js';
import { getProject } from './get.js';
import { keyRoutes } from './keys/index.js';
import { listProjects } from './list.js';
import { updateOAuth2 } from './oauth2/update.js';
import { platformRoutes } from './platforms/index.js';
import { updateServiceStatus } from './service/update.js';
import { updateProject } from './update.js';
import { getProjectUsage } from './usage/get.js';
import { webhookRoutes } from './webhooks/index.js';

export const projectRoutes = [
  createProject,
  listProjects,
  getProject,
  getProjectUsage,
  updateProject,
  updateServiceStatus,
  updateOAuth2,
  ...authRoutes,
  deleteProject,
  ...webhookRoutes,
  ...keyRoutes,
  ...platformRoutes,
  ...domainRoutes,
];
