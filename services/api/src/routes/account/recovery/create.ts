import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { enqueueMail, linkTime, linkTo, requireMail } from '../../mail.js';
import { tokenTypes } from '../account.js';
import { insertToken, newLinkToken, RECOVERY_MILLISECONDS, showToken } from '../tokens.js';

export const createRecovery = route({
  name: 'account.createRecovery',
  method: 'POST',
  path: '/account/recovery',
  summary: 'Mail a link with which a new password can be set',
  scope: 'public',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},email:{param-email}', 'ip:{ip}'] },
  params: {
    email: body(rules.email(), 'Email address of the account.'),
    url: body(rules.platformUrl(), 'Page that the link opens, on a host of the project; user ID and secret are added.'),
  },
  response: { status: 201, model: 'token' },
  event: 'users.[userId].recovery.[tokenId].create',
  audit: { event: 'recovery.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents } = call;
    requireMail(call);
    const email = params.email.toLowerCase();
    const user = await documents.findOne('users', { email });
    if (!user) throw new AppError('user_not_found');
    if (!user.status) throw new AppError('user_blocked');
    const token = newLinkToken(tokenTypes.recovery, RECOVERY_MILLISECONDS);
    const { secret, expire } = token;
    const redirect = linkTo(params.url, { userId: user.$id, secret, expire: linkTime(expire) });
    return call.write(async (writing) => {
      const row = await insertToken(call, writing, user, token);
      const { name } = user;
      enqueueMail(call, writing, { template: 'recovery', to: email, toName: name, expire, values: { redirect, name } });
      return showToken(call, writing, row, secret);
    });
  },
});
