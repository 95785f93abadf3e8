import { scenarios } from '../../../scenarios.js';
import { getVersion } from './get.js';

scenarios(getVersion, [
  { name: 'anybody is told', expect: { status: 200, body: { version: '1.3.8' } } },
  { name: 'without a project too', project: 'console', expect: { status: 200, body: { version: '1.3.8' } } },
  { name: 'keys lack the scope', as: 'key', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
