import { route } from '../../route.js';
import { currentUser } from './account.js';

export const getAccount = route({
  name: 'account.get',
  method: 'GET',
  path: '/account',
  summary: 'Get the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  params: {},
  response: { status: 200, model: 'account' },
  action: (call) => currentUser(call),
});
