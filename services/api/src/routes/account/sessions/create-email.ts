import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { insertSession, prepareSession, sendSession } from './session.js';

export const createEmailSession = route({
  name: 'account.createEmailSession',
  method: 'POST',
  path: '/account/sessions/email',
  aliases: [{ path: '/account/sessions' }],
  summary: 'Sign in by email and password',
  scope: 'public',
  auth: [],
  authMethod: 'emailPassword',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},email:{param-email}'] },
  params: {
    email: body(rules.email(), 'Email address.'),
    password: body(rules.password(), 'Password.'),
  },
  response: { status: 201, model: 'session' },
  event: 'users.[userId].sessions.[sessionId].create',
  audit: { event: 'session.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents, connections } = call;
    const { passwords } = connections;
    const email = params.email.toLowerCase();
    const user = await documents.findOne('users', { email });
    // An unknown address costs as much time as a wrong password.
    const verified = await passwords.verify(params.password, user?.password ?? null);
    if (!user || !verified) throw new AppError('user_invalid_credentials');
    if (!user.status) throw new AppError('user_blocked');
    const rehashed = passwords.isWeak(user.password ?? '') ? await passwords.hash(params.password) : null;
    const session = await prepareSession(call, { provider: 'email', providerUid: email });
    const view = await call.write(async (writing) => {
      if (rehashed)
        await writing.documents.update('users', user.$id, { password: rehashed, hash: 'argon2' }, { quiet: true });
      return insertSession(call, writing, user, session);
    });
    sendSession(call, user.$id, session.secret);
    return view;
  },
});
