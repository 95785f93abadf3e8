import { newId } from '@plinth/database';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { enqueueSms, requireSms } from '../../../sms.js';
import { insertCode, newCode } from '../../codes.js';
import { findOrInsert } from '../../sign-up.js';
import { showToken } from '../../tokens.js';

export const createPhoneSession = route({
  name: 'account.createPhoneSession',
  method: 'POST',
  path: '/account/sessions/phone',
  summary: 'Send a code that signs in; an unknown number gets an account',
  scope: 'public',
  auth: [],
  authMethod: 'phone',
  // The number is what costs money and reaches somebody; the sender's address holds who tries many of them.
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},phone:{param-phone}', 'ip:{ip}'] },
  params: {
    userId: body(rules.customId(), 'ID of the user, should it be new; `unique()` has one made.'),
    phone: body(rules.phone(), 'Phone number: + and 2 to 15 digits.'),
  },
  response: { status: 201, model: 'token' },
  audit: { event: 'session.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params } = call;
    requireSms(call);
    const userId = params.userId === 'unique()' ? newId() : params.userId;
    const { phone } = params;
    const secret = newCode();
    return call.write(
      async (writing) => {
        const user = await findOrInsert(call, writing, { userId, by: 'phone', address: phone });
        const token = await insertCode(call, writing, { user, phone, purpose: 'login', secret });
        enqueueSms(call, writing, { to: phone, text: secret, expire: token.expire ?? '' });
        return showToken(call, writing, token, secret);
      },
      { duplicate: 'user_already_exists' },
    );
  },
});
