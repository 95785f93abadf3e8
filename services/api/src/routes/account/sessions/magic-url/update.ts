import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { ownHash, tokenTypes, type UserRow } from '../../account.js';
import { findLinkToken, findOwner } from '../../tokens.js';
import { redeemForSession } from '../redeem.js';

export const updateMagicURLSession = route({
  name: 'account.updateMagicURLSession',
  method: 'PUT',
  path: '/account/sessions/magic-url',
  summary: 'Sign in with the secret of a mailed link',
  scope: 'public',
  auth: [],
  authMethod: 'usersAuthMagicURL',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{param-userId}'] },
  params: {
    userId: body(rules.customId(), 'ID of the user, from the link.'),
    secret: body(rules.text(256), 'Secret from the link.'),
  },
  response: { status: 201, model: 'session' },
  event: 'users.[userId].sessions.[sessionId].create',
  audit: { event: 'session.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents } = call;
    const user = await findOwner(call, params.userId);
    const found = await findLinkToken(documents, user, tokenTypes.magicUrl, params.secret);
    return redeemForSession(call, { user, found, provider: 'magic-url', proven });
  },
});

/** What changes once the mailbox is proven to be the user's. */
function proven({ emailVerification, passwordGiven }: UserRow): Partial<UserRow> {
  if (emailVerification || !passwordGiven) return { emailVerification: true };
  // Whoever made the account for this address knows the password, and waits for its owner to move in.
  const none = { ...ownHash(''), password: null };
  return { emailVerification: true, ...none, passwordUpdate: null, passwordHistory: [], passwordGiven: false };
}
