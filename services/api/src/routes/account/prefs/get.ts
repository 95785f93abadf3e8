import { route } from '../../../route.js';
import { currentUser } from '../account.js';

export const getPrefs = route({
  name: 'account.getPrefs',
  method: 'GET',
  path: '/account/prefs',
  summary: 'Get the preferences of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  params: {},
  response: { status: 200, model: 'preferences' },
  async action(call) {
    const { prefs } = await currentUser(call);
    return prefs;
  },
});
