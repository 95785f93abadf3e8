import { path, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { isCurrent, ownSession } from './own.js';
import { sessionView } from './session.js';

export const getSession = route({
  name: 'account.getSession',
  method: 'GET',
  path: '/account/sessions/:sessionId',
  summary: 'Get a session of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  params: { sessionId: path(rules.uid(), 'ID of the session, or `current`.') },
  response: { status: 200, model: 'session' },
  async action(call) {
    const row = await ownSession(call, call.documents, call.params.sessionId);
    return sessionView(call, row, isCurrent(call, row));
  },
});
