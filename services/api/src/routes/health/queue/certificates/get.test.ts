import { scenarios } from '../../../../scenarios.js';
import { getQueueCertificates } from './get.js';

scenarios(getQueueCertificates, [
  { name: 'an idle queue has nothing in it', as: 'key', expect: { status: 200, body: { size: 0 } } },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
