import { serverVersion } from '@plinth/definitions';
import { route } from '../../../route.js';

export const getVersion = route({
  name: 'health.getVersion',
  method: 'GET',
  path: '/health/version',
  summary: 'Get the version of the API',
  scope: 'public',
  auth: [],
  hidden: true,
  params: {},
  response: { status: 200, model: 'healthVersion' },
  action: () => ({ version: serverVersion }),
});
