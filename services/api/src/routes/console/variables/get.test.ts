import { scenarios } from '../../../scenarios.js';
import { getVariables } from './get.js';

scenarios(
  getVariables,
  [
    {
      name: 'shows what the console works by',
      as: 'consoleUser',
      expect: {
        status: 200,
        body: {
          _APP_DOMAIN_TARGET: 'cname.example.com',
          _APP_STORAGE_LIMIT: 1000,
          _APP_FUNCTIONS_SIZE_LIMIT: 30_000_000,
          _APP_USAGE_STATS: 'disabled',
        },
        events: [],
      },
    },
    {
      name: 'an admin of a project asks the console',
      as: 'admin',
      expect: { status: 401, type: 'general_access_forbidden' },
    },
    {
      name: 'a guest is refused',
      project: 'console',
      expect: { status: 401, type: 'general_unauthorized_scope' },
    },
    { name: 'a user of a project is refused', as: 'user', expect: { status: 401, type: 'general_access_forbidden' } },
    { name: 'a key is refused', as: 'key', expect: { status: 401, type: 'general_unauthorized_scope' } },
  ],
  { _APP_DOMAIN_TARGET: 'cname.example.com', _APP_STORAGE_LIMIT: '1000', _APP_USAGE_STATS: 'disabled' },
);
