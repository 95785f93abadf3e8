import { route } from '../../../route.js';
import { check } from '../check.js';

export const getDB = route({
  name: 'health.getDB',
  method: 'GET',
  path: '/health/db',
  summary: 'Check the database',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthStatus' },
  action: ({ connections }) => check(() => connections.store.engine.ping()),
});
