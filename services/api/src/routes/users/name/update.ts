import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { updateUser, userIdParam } from '../user.js';

export const updateUserName = route({
  name: 'users.updateName',
  method: 'PATCH',
  path: '/users/:userId/name',
  summary: 'Change the name of a user',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, name: body(rules.text(128), 'Name.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.name',
  audit: { event: 'user.update', resource: 'user/{response.$id}' },
  action: (call) => updateUser(call, () => ({ name: call.params.name })),
});
