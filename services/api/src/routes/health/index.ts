import { getAntivirus } from './anti-virus/get.js';
import { getCache } from './cache/get.js';
import { getDB } from './db/get.js';
import { getHealth } from './get.js';
import { getQueueCertificates } from './queue/certificates/get.js';
import { getQueueFunctions } from './queue/functions/get.js';
import { getQueueLogs } from './queue/logs/get.js';
import { getQueueWebhooks } from './queue/webhooks/get.js';
import { getHealthStats } from './stats/get.js';
import { getStorageLocal } from './storage/local/get.js';
import { getTime } from './time/get.js';
import { getVersion } from './version/get.js';

export const healthRoutes = [
  getHealth,
  getVersion,
  getDB,
  getCache,
  getTime,
  getQueueWebhooks,
  getQueueLogs,
  getQueueCertificates,
  getQueueFunctions,
  getStorageLocal,
  getAntivirus,
  getHealthStats,
];
