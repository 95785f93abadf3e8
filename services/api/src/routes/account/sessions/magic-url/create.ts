import { newId } from '@plinth/database';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { enqueueMail, linkTime, linkTo, requireMail } from '../../../mail.js';
import { ownAddress } from '../../../own-address.js';
import { tokenTypes } from '../../account.js';
import { findOrInsert } from '../../sign-up.js';
import { insertToken, LINK_MILLISECONDS, newLinkToken, showToken } from '../../tokens.js';

export const createMagicURLSession = route({
  name: 'account.createMagicURLSession',
  method: 'POST',
  path: '/account/sessions/magic-url',
  summary: 'Mail a link that signs in; an unknown address gets an account',
  scope: 'public',
  auth: [],
  authMethod: 'usersAuthMagicURL',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},email:{param-email}'] },
  params: {
    userId: body(rules.customId(), 'ID of the user, should it be new; `unique()` has one made.'),
    email: body(rules.email(), 'Email address.'),
    url: body(rules.platformUrl(), 'Page that the link opens, on a host of the project.').optional(''),
  },
  response: { status: 201, model: 'token' },
  audit: { event: 'session.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, project } = call;
    requireMail(call);
    const email = params.email.toLowerCase();
    const userId = params.userId === 'unique()' ? newId() : params.userId;
    const page = params.url || `${ownAddress(call)}/auth/magic-url`;
    const token = newLinkToken(tokenTypes.magicUrl, LINK_MILLISECONDS);
    const { secret, expire } = token;
    return call.write(
      async (writing) => {
        const user = await findOrInsert(call, writing, { userId, by: 'email', address: email });
        const row = await insertToken(call, writing, user, token);
        const redirect = linkTo(page, { userId: user.$id, secret, expire: linkTime(expire), project: project.id });
        enqueueMail(call, writing, {
          template: 'magicSession',
          to: email,
          toName: '',
          expire,
          values: { redirect, name: '' },
        });
        return showToken(call, writing, row, secret);
      },
      { duplicate: 'user_already_exists' },
    );
  },
});
