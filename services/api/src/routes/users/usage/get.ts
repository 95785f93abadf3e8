import { oauthProviders } from '@plinth/definitions';
import { query, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { rangeParam, seriesOf } from '../../usage.js';

const SERIES = [
  'usersCount',
  'usersCreate',
  'usersRead',
  'usersUpdate',
  'usersDelete',
  'sessionsCreate',
  'sessionsProviderCreate',
  'sessionsDelete',
] as const;

/** Ways to sign in by which sessions are counted. */
const PROVIDERS = ['email', 'anonymous', ...oauthProviders.map(({ key }) => `oauth-${key}`)];

export const getUsersUsage = route({
  name: 'users.getUsage',
  method: 'GET',
  path: '/users/usage',
  summary: 'Get figures of the users and their sessions over time',
  scope: 'users.read',
  auth: ['admin'],
  params: {
    range: rangeParam,
    provider: query(rules.oneOf(PROVIDERS), 'Counts the sessions of this way to sign in alone.').optional(''),
  },
  response: { status: 200, model: 'usageUsers' },
  action: ({ params }) => seriesOf(params.range, SERIES),
});
