import { newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { insertNewcomer } from '../../sign-up.js';
import { insertSession, prepareSession, sendSession } from '../session.js';

export const createAnonymousSession = route({
  name: 'account.createAnonymousSession',
  method: 'POST',
  path: '/account/sessions/anonymous',
  summary: 'Sign in as somebody new without a name',
  scope: 'public',
  auth: [],
  authMethod: 'anonymous',
  rateLimit: { limit: 50, seconds: 3600, keys: ['ip:{ip}'] },
  params: {},
  response: { status: 201, model: 'session' },
  event: 'users.[userId].sessions.[sessionId].create',
  audit: { event: 'session.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    if (call.project.isConsole) throw new AppError('user_anonymous_console_prohibited');
    if (call.actor.user) throw new AppError('user_session_already_exists');
    const userId = newId();
    const session = await prepareSession(call, { provider: 'anonymous' });
    const view = await call.write(async (writing) => {
      const user = await insertNewcomer(call, writing, { userId });
      return insertSession(call, writing, user, session);
    });
    sendSession(call, userId, session.secret);
    return view;
  },
});
