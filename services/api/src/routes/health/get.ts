import { route } from '../../route.js';

export const getHealth = route({
  name: 'health.get',
  method: 'GET',
  path: '/health',
  summary: 'Tell that the API answers',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthStatus' },
  action: () => ({ status: 'pass', ping: 0 }),
});
