import { route } from '../../../route.js';
import { check } from '../check.js';

export const getCache = route({
  name: 'health.getCache',
  method: 'GET',
  path: '/health/cache',
  summary: 'Check the cache',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthStatus' },
  action: ({ connections }) => check(() => connections.cache.ping()),
});
