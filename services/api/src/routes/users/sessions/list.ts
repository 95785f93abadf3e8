import { route } from '../../../route.js';
import { findUser, userIdParam } from '../user.js';
import { foreignView, liveSessions } from './session.js';

export const listUserSessions = route({
  name: 'users.listSessions',
  method: 'GET',
  path: '/users/:userId/sessions',
  summary: 'List the sessions of a user',
  scope: 'users.read',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 200, model: 'sessionList' },
  async action(call) {
    const user = await findUser(call, call.params.userId);
    const rows = await liveSessions(call, call.documents, user);
    return { total: rows.length, sessions: rows.map((row) => foreignView(call, row)) };
  },
});
