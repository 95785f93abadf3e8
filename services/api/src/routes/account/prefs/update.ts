import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { updateCurrentUser } from '../account.js';

export const updatePrefs = route({
  name: 'account.updatePrefs',
  method: 'PATCH',
  path: '/account/prefs',
  summary: 'Replace the preferences of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: { prefs: body(rules.assoc(), 'All preferences, at most 65535 bytes as JSON.') },
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.prefs',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  action: (call) => updateCurrentUser(call, () => ({ prefs: call.params.prefs })),
});
