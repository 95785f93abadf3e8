import { invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { enqueueMail, linkTime, linkTo, requireMail } from '../../mail.js';
import { currentUser, tokenTypes } from '../account.js';
import { insertToken, LINK_MILLISECONDS, newLinkToken, showToken } from '../tokens.js';

export const createVerification = route({
  name: 'account.createVerification',
  method: 'POST',
  path: '/account/verification',
  summary: 'Mail a link that proves the email address of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{userId}'] },
  params: {
    url: body(rules.platformUrl(), 'Page that the link opens, on a host of the project; user ID and secret are added.'),
  },
  response: { status: 201, model: 'token' },
  event: 'users.[userId].verification.[tokenId].create',
  audit: { event: 'verification.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    requireMail(call);
    const seen = await currentUser(call);
    const token = newLinkToken(tokenTypes.verification, LINK_MILLISECONDS);
    const { secret, expire } = token;
    const redirect = linkTo(call.params.url, { userId: seen.$id, secret, expire: linkTime(expire) });
    return call.write(async (writing) => {
      // Under the lock: the link proves the address that the user has when it is stored, and no later one.
      const user = await writing.documents.get('users', seen.$id, { lock: true });
      if (!user?.email) throw invalidArgument('email', 'is not set: the account has none to verify.');
      const row = await insertToken(call, writing, user, token);
      const { name, email } = user;
      const values = { redirect, name };
      enqueueMail(call, writing, { template: 'verification', to: email, toName: name, expire, values });
      return showToken(call, writing, row, secret);
    });
  },
});
