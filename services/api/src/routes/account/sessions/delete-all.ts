import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';
import { signedIn } from '../account.js';
import { isCurrent } from './own.js';
import { clearSession, sessionView } from './session.js';

const EVENT = 'users.[userId].sessions.[sessionId].delete';

export const deleteSessions = route({
  name: 'account.deleteSessions',
  method: 'DELETE',
  path: '/account/sessions',
  summary: 'End every session of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 100, seconds: 3600, keys: ['url:{url},ip:{ip}'] },
  params: {},
  response: { status: 204, model: 'none' },
  event: EVENT,
  audit: { event: 'session.delete', resource: 'user/{user.$id}' },
  async action(call) {
    const { id: userId, internalId } = signedIn(call);
    await call.write(async (writing) => {
      await writing.transaction.lock(`sessions:${call.project.internalId}:${internalId}`);
      const rows = await writing.documents.findAll('sessions', { userInternalId: internalId });
      // The caller's own goes last: its event is the route's.
      rows.sort((a, b) => Number(isCurrent(call, a)) - Number(isCurrent(call, b)));
      const last = rows.at(-1);
      // Ended by another request in this moment; a moment later this one would have been a guest's.
      if (!last) throw new AppError('user_unauthorized');
      for (const row of rows) {
        await writing.documents.delete('sessions', row.$id);
        if (row === last) continue;
        const value = sessionView(call, row, false);
        writing.change({ event: EVENT, ids: { userId, sessionId: row.$id }, model: 'session', value });
      }
      writing.ids({ userId, sessionId: last.$id });
      writing.payload(sessionView(call, last, isCurrent(call, last)), { model: 'session' });
      writing.reroll(userId);
    });
    clearSession(call);
  },
});
