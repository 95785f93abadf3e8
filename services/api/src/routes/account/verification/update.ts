import { route } from '../../../route.js';
import { tokenTypes } from '../account.js';
import { findLinkToken, findOwner } from '../tokens.js';
import { proveOwner, redemptionParams } from './verification.js';

export const updateVerification = route({
  name: 'account.updateVerification',
  method: 'PUT',
  path: '/account/verification',
  summary: 'Prove an email address with the secret of a mailed link',
  scope: 'public',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{param-userId}'] },
  params: redemptionParams,
  response: { status: 200, model: 'token' },
  event: 'users.[userId].verification.[tokenId].update',
  audit: { event: 'verification.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents } = call;
    const user = await findOwner(call, params.userId);
    const found = await findLinkToken(documents, user, tokenTypes.verification, params.secret);
    return proveOwner(call, found, { emailVerification: true });
  },
});
