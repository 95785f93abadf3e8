import { messages } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { orFail } from '../../check.js';

export const getQueueLogs = route({
  name: 'health.getQueueLogs',
  method: 'GET',
  path: '/health/queue/logs',
  summary: 'Count the changes that wait to be written to the audit log',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthQueue' },
  action: async ({ connections: { bus } }) => ({
    size: await orFail(() => bus.size(`${messages.change.name}/audits`)),
  }),
});
