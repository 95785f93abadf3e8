import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { route } from '../../../../route.js';
import { check } from '../../check.js';

export const getStorageLocal = route({
  name: 'health.getStorageLocal',
  method: 'GET',
  path: '/health/storage/local',
  summary: 'Check that the data folder can be read and written',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthStatus' },
  action: ({ connections }) => check(() => useFolder(connections.config.server.data)),
});

/** Rejects unless the folder is there, or can be made, and is ours to use. */
export async function useFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}
