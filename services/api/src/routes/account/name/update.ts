import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { updateCurrentUser } from '../account.js';

export const updateName = route({
  name: 'account.updateName',
  method: 'PATCH',
  path: '/account/name',
  summary: 'Change the name of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: { name: body(rules.text(128), 'Name.') },
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.name',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  action: (call) => updateCurrentUser(call, () => ({ name: call.params.name })),
});
