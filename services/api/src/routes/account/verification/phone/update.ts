import { route } from '../../../../route.js';
import { guessCode } from '../../codes.js';
import { findOwner } from '../../tokens.js';
import { proveOwner, redemptionParams } from '../verification.js';

export const updatePhoneVerification = route({
  name: 'account.updatePhoneVerification',
  method: 'PUT',
  path: '/account/verification/phone',
  summary: 'Prove a phone number with the code that was sent to it',
  scope: 'public',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['userId:{param-userId}'] },
  params: redemptionParams,
  response: { status: 200, model: 'token' },
  event: 'users.[userId].verification.[tokenId].update',
  audit: { event: 'verification.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { userId, secret } = call.params;
    const user = await findOwner(call, userId);
    const found = await guessCode(call, user, { purpose: 'verification', secret });
    return proveOwner(call, found, { phoneVerification: true });
  },
});
