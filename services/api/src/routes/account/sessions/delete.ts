import { path, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { isCurrent, ownSession } from './own.js';
import { clearSession, sessionView } from './session.js';

export const deleteSession = route({
  name: 'account.deleteSession',
  method: 'DELETE',
  path: '/account/sessions/:sessionId',
  summary: 'End a session of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 100, seconds: 3600, keys: ['url:{url},ip:{ip}'] },
  timestamp: true,
  params: { sessionId: path(rules.uid(), 'ID of the session, or `current`.') },
  response: { status: 204, model: 'none' },
  event: 'users.[userId].sessions.[sessionId].delete',
  audit: { event: 'session.delete', resource: 'user/{user.$id}' },
  async action(call) {
    const deleted = await call.write(async (writing) => {
      const row = await ownSession(call, writing.documents, call.params.sessionId, true);
      await writing.documents.delete('sessions', row.$id, { ifNotChangedSince: call.timestamp });
      writing.ids({ userId: row.userId, sessionId: row.$id });
      writing.payload(sessionView(call, row, isCurrent(call, row)), { model: 'session' });
      // Sockets of the session must close, after its event went out.
      writing.reroll(row.userId);
      return row;
    });
    if (isCurrent(call, deleted)) clearSession(call);
  },
});
