import { route } from '../../../route.js';
import { isCurrent, ownSessions } from './own.js';
import { sessionView } from './session.js';

export const listSessions = route({
  name: 'account.listSessions',
  method: 'GET',
  path: '/account/sessions',
  summary: 'List the sessions of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  params: {},
  response: { status: 200, model: 'sessionList' },
  async action(call) {
    const rows = await ownSessions(call, call.documents);
    return { total: rows.length, sessions: rows.map((row) => sessionView(call, row, isCurrent(call, row))) };
  },
});
