import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { lockUser, userIdParam } from '../user.js';
import { foreignView, isLiveIn } from './session.js';

export const deleteUserSession = route({
  name: 'users.deleteSession',
  method: 'DELETE',
  path: '/users/:userId/sessions/:sessionId',
  summary: 'End a session of a user',
  scope: 'users.write',
  auth: ['key'],
  params: {
    userId: userIdParam,
    sessionId: path(rules.uid(), 'ID of the session.'),
  },
  response: { status: 204, model: 'none' },
  event: 'users.[userId].sessions.[sessionId].delete',
  audit: { event: 'session.delete', resource: 'user/{response.userId}' },
  async action(call) {
    const { userId, sessionId } = call.params;
    await call.write(async (writing) => {
      const user = await lockUser(writing, userId);
      const row = await writing.documents.get('sessions', sessionId, { lock: true });
      if (!row || row.userInternalId !== user.$internalId || !isLiveIn(call, row))
        throw new AppError('user_session_not_found');
      await writing.documents.delete('sessions', row.$id);
      writing.ids({ userId: user.$id, sessionId: row.$id });
      writing.payload(foreignView(call, row), { model: 'session' });
      // Sockets of the session must close, after its event went out.
      writing.reroll(user.$id);
    });
  },
});
