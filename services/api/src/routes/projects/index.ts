import { createProject } from './create.js';
import { deleteProject } from './delete.js';
import { getProject } from './get.js';
import { keyRoutes } from './keys/index.js';
import { listProjects } from './list.js';
import { platformRoutes } from './platforms/index.js';
import { updateProject } from './update.js';
import { webhookRoutes } from './webhooks/index.js';

export const projectRoutes = [
  createProject,
  listProjects,
  getProject,
  updateProject,
  deleteProject,
  ...platformRoutes,
  ...keyRoutes,
  ...webhookRoutes,
];
