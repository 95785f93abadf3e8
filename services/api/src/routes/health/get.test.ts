import { scenarios } from '../../scenarios.js';
import { getHealth } from './get.js';

scenarios(getHealth, [
  { name: 'a key is told that the API answers', as: 'key', expect: { status: 200, body: { status: 'pass', ping: 0 } } },
  { name: 'a console member too', as: 'admin', expect: { status: 200, body: { status: 'pass', ping: 0 } } },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
