import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { updateUser, userIdParam } from '../user.js';

export const updateUserStatus = route({
  name: 'users.updateStatus',
  method: 'PATCH',
  path: '/users/:userId/status',
  summary: 'Block a user, or let it in again',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, status: body(rules.boolean(), 'False blocks the user.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.status',
  audit: { event: 'user.update', resource: 'user/{response.$id}' },
  action: (call) =>
    updateUser(call, (user, writing) => {
      // A blocked user's sockets close; one that is let in signs in anew.
      writing.reroll(user.$id);
      return { status: call.params.status };
    }),
});
