import { route } from '../../../route.js';
import { lockUser, userIdParam } from '../user.js';
import { foreignView } from './session.js';

const EVENT = 'users.[userId].sessions.[sessionId].delete';

/** Undoes a write that would tell of something that was not there. */
class NothingToEnd extends Error {}

export const deleteUserSessions = route({
  name: 'users.deleteSessions',
  method: 'DELETE',
  path: '/users/:userId/sessions',
  summary: 'End every session of a user',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 204, model: 'none' },
  event: EVENT,
  audit: { event: 'session.delete', resource: 'user/{response.userId}' },
  async action(call) {
    const ending = call.write(async (writing) => {
      const { $id: userId, $internalId } = await lockUser(writing, call.params.userId);
      await writing.transaction.lock(`sessions:${call.project.internalId}:${$internalId}`);
      const rows = await writing.documents.findAll('sessions', { userInternalId: $internalId });
      const last = rows.at(-1);
      if (!last) throw new NothingToEnd();
      for (const row of rows) {
        await writing.documents.delete('sessions', row.$id);
        if (row === last) continue;
        const value = foreignView(call, row);
        writing.change({ event: EVENT, ids: { userId, sessionId: row.$id }, model: 'session', value });
      }
      // The last one's event is the route's.
      writing.ids({ userId, sessionId: last.$id });
      writing.payload(foreignView(call, last), { model: 'session' });
      writing.reroll(userId);
    });
    await ending.catch((error) => {
      if (!(error instanceof NothingToEnd)) throw error;
    });
  },
});
