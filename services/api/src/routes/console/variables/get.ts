import { route } from '../../../route.js';

export const getVariables = route({
  name: 'console.variables',
  method: 'GET',
  path: '/console/variables',
  summary: 'Show the settings of the server that the console works by',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: {},
  response: { status: 200, model: 'consoleVariables' },
  action({ connections: { config } }) {
    return {
      _APP_DOMAIN_TARGET: config.general.domainTarget,
      _APP_STORAGE_LIMIT: config.storage.limit,
      _APP_FUNCTIONS_SIZE_LIMIT: config.functions.sizeLimit,
      _APP_USAGE_STATS: config.general.usageStats ? 'enabled' : 'disabled',
    };
  },
});
