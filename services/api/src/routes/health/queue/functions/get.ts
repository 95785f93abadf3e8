import { route } from '../../../../route.js';

export const getQueueFunctions = route({
  name: 'health.getQueueFunctions',
  method: 'GET',
  path: '/health/queue/functions',
  summary: 'Count the executions that wait',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthQueue' },
  // This server executes no functions, so none can ever wait.
  action: () => ({ size: 0 }),
});
