import { collectionRoutes } from './collections/index.js';
import { createDatabase } from './create.js';
import { deleteDatabase } from './delete.js';
import { getDatabase } from './get.js';
import { listDatabases } from './list.js';
import { listDatabaseLogs } from './logs/list.js';
import { createTransaction } from './transactions/create.js';
import { updateDatabase } from './update.js';
import { getDatabaseUsage } from './usage/get.js';
import { getDatabasesUsage } from './usage/get-all.js';

export const databaseRoutes = [
  createDatabase,
  listDatabases,
  getDatabase,
  updateDatabase,
  deleteDatabase,
  listDatabaseLogs,
  getDatabasesUsage,
  getDatabaseUsage,
  createTransaction,
  ...collectionRoutes,
];
