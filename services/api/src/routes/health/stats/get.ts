import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';

/** A closed door that clients know: nobody holds the scope `root`, so the action is never reached. */
export const getHealthStats = route({
  name: 'health.getStats',
  method: 'GET',
  path: '/health/stats',
  summary: 'Closed',
  scope: 'root',
  auth: [],
  params: {},
  response: { status: 200, model: 'any' },
  hidden: true,
  action: () => {
    throw new AppError('general_access_forbidden');
  },
});
