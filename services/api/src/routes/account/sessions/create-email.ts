import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import type { Writing } from '../../../writing.js';
import { ownHash, type UserRow } from '../account.js';
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
    const verified = await passwords.verify(params.password, user);
    if (!user || !verified) throw new AppError('user_invalid_credentials');
    if (!user.status) throw new AppError('user_blocked');
    const rehashed = passwords.isWeak(user) ? await passwords.hash(params.password) : null;
    const session = await prepareSession(call, { provider: 'email', providerUid: email });
    const view = await call.write(async (writing) => {
      if (rehashed) await rehash(writing, user, rehashed);
      return insertSession(call, writing, user, session);
    });
    sendSession(call, user.$id, session.secret);
    return view;
  },
});

/** Keeps the same password at our cost. It is no change that anybody is told of, nor one that the user made. */
async function rehash({ documents }: Writing, seen: UserRow, hash: string): Promise<void> {
  const user = await documents.get('users', seen.$id, { lock: true });
  // Another request has set a new one meanwhile, which the old one must neither replace nor sign in with.
  if (user?.passwordUpdate !== seen.passwordUpdate) throw new AppError('user_invalid_credentials');
  // Another log-in of the same moment has done it.
  if (user.password !== seen.password) return;
  await documents.update('users', seen.$id, ownHash(hash), { quiet: true });
}
