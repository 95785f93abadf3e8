import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { guessCode } from '../../codes.js';
import { findOwner } from '../../tokens.js';
import { redeemForSession } from '../redeem.js';

export const updatePhoneSession = route({
  name: 'account.updatePhoneSession',
  method: 'PUT',
  path: '/account/sessions/phone',
  summary: 'Sign in with the code of a text message',
  scope: 'public',
  auth: [],
  authMethod: 'phone',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{param-userId}'] },
  params: {
    userId: body(rules.customId(), 'ID of the user.'),
    secret: body(rules.text(256), 'The code.'),
  },
  response: { status: 201, model: 'session' },
  event: 'users.[userId].sessions.[sessionId].create',
  audit: { event: 'session.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { userId, secret } = call.params;
    const user = await findOwner(call, userId);
    const found = await guessCode(call, user, { purpose: 'login', secret });
    const proven = () => ({ phoneVerification: true });
    return redeemForSession(call, { user, found, provider: 'phone', proven });
  },
});
