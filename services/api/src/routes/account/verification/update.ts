import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { tokenTypes } from '../account.js';
import { findLinkToken, findOwner, showSpent, spendToken } from '../tokens.js';

export const updateVerification = route({
  name: 'account.updateVerification',
  method: 'PUT',
  path: '/account/verification',
  summary: 'Prove an email address with the secret of a mailed link',
  scope: 'public',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{param-userId}'] },
  params: {
    userId: body(rules.uid(), 'ID of the user, from the link.'),
    secret: body(rules.text(256), 'Secret from the link.'),
  },
  response: { status: 200, model: 'token' },
  event: 'users.[userId].verification.[tokenId].update',
  audit: { event: 'verification.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents } = call;
    const user = await findOwner(call, params.userId);
    const found = await findLinkToken(documents, user, tokenTypes.verification, params.secret);
    return call.write(async (writing) => {
      const { token, owner } = await spendToken(writing, found);
      await writing.documents.update('users', owner.$id, { emailVerification: true });
      // Roles name whether a user is verified.
      writing.reroll(owner.$id);
      return showSpent(writing, token, params.secret);
    });
  },
});
