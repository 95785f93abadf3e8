import { collectionRoutes } from './collections/index.js';
import { createDatabase } from './create.js';
import { deleteDatabase } from './delete.js';
import { getDatabase } from './get.js';
import { listDatabases } from './list.js';
import { updateDatabase } from './update.js';

export const databaseRoutes = [
  createDatabase,
  listDatabases,
  getDatabase,
  updateDatabase,
  deleteDatabase,
  ...collectionRoutes,
];
