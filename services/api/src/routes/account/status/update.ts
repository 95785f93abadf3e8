import { route } from '../../../route.js';
import { updateCurrentUser } from '../account.js';

export const updateStatus = route({
  name: 'account.updateStatus',
  method: 'PATCH',
  path: '/account/status',
  summary: 'Block the signed-in account; only a server lets it in again',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: {},
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.status',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  async action(call) {
    const user = await updateCurrentUser(call, (seen, writing) => {
      // A blocked user's sockets close.
      writing.reroll(seen.$id);
      return { status: false };
    });
    // Sessions and cookies stay, as the account may be let in again; what a page keeps in its storage goes.
    call.header('X-Fallback-Cookies', '[]');
    return user;
  },
});
