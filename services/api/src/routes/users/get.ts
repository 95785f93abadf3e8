import { route } from '../../route.js';
import { findUser, userIdParam } from './user.js';

export const getUser = route({
  name: 'users.get',
  method: 'GET',
  path: '/users/:userId',
  summary: 'Get a user',
  scope: 'users.read',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 200, model: 'user' },
  action: (call) => findUser(call, call.params.userId),
});
