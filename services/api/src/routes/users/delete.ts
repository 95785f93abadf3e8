import { removeUserRows } from '@plinth/core';
import { messages } from '@plinth/definitions';
import { route } from '../../route.js';
import { lockUser, tell, userIdParam } from './user.js';

export const deleteUser = route({
  name: 'users.delete',
  method: 'DELETE',
  path: '/users/:userId',
  summary: 'Delete a user with its sessions and memberships',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 204, model: 'none' },
  event: 'users.[userId].delete',
  audit: { event: 'user.delete', resource: 'user/{response.$id}' },
  async action(call) {
    const { params, project } = call;
    await call.write(async (writing) => {
      const user = await lockUser(writing, params.userId);
      await writing.documents.delete('users', user.$id);
      // Usually that is all of them; of very many the worker takes the rest, and what comes in this moment.
      await removeUserRows(writing.documents, user.$internalId);
      writing.enqueue(messages.remove, { type: 'user', project: project.internalId, user: user.$internalId });
      tell(writing, user);
      writing.reroll(user.$id);
    });
  },
});
