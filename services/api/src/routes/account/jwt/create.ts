import { signJwt } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';
import { signedIn } from '../account.js';

export const createJWT = route({
  name: 'account.createJWT',
  method: 'POST',
  path: '/account/jwt',
  summary: 'Create a JWT of the current session, for a server to act as the user',
  scope: 'account',
  auth: ['session'],
  authMethod: 'JWT',
  rateLimit: { limit: 100, seconds: 3600, keys: ['url:{url},userId:{userId}'] },
  params: {},
  response: { status: 201, model: 'jwt' },
  action(call) {
    const { id } = signedIn(call);
    const { session } = call.actor;
    // A JWT has no session of its own, so that it cannot prolong itself.
    if (!session) throw new AppError('user_session_not_found');
    const claims = { userId: id, sessionId: session.id, projectId: call.project.id };
    return { jwt: signJwt(call.connections.secrets, claims) };
  },
});
