import { route } from '../../../../route.js';

export const getQueueCertificates = route({
  name: 'health.getQueueCertificates',
  method: 'GET',
  path: '/health/queue/certificates',
  summary: 'Count the certificates that wait to be issued',
  scope: 'health.read',
  auth: ['key'],
  params: {},
  response: { status: 200, model: 'healthQueue' },
  // This server issues no certificates, so none can ever wait.
  action: () => ({ size: 0 }),
});
