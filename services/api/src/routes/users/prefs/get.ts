import { route } from '../../../route.js';
import { findUser, userIdParam } from '../user.js';

export const getUserPrefs = route({
  name: 'users.getPrefs',
  method: 'GET',
  path: '/users/:userId/prefs',
  summary: 'Get the preferences of a user',
  scope: 'users.read',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 200, model: 'preferences' },
  async action(call) {
    const { prefs } = await findUser(call, call.params.userId);
    return prefs;
  },
});
