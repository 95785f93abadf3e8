import { AppError } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { enqueueSms, requireSms } from '../../../sms.js';
import { currentUser } from '../../account.js';
import { insertCode, newCode } from '../../codes.js';
import { showToken } from '../../tokens.js';

export const createPhoneVerification = route({
  name: 'account.createPhoneVerification',
  method: 'POST',
  path: '/account/verification/phone',
  summary: 'Send a code that proves the phone number of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['userId:{userId}'] },
  params: {},
  response: { status: 201, model: 'token' },
  event: 'users.[userId].verification.[tokenId].create',
  audit: { event: 'verification.create', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    requireSms(call);
    const { $id } = await currentUser(call);
    const secret = newCode();
    return call.write(async (writing) => {
      const user = await writing.documents.get('users', $id, { lock: true });
      if (!user?.phone) throw new AppError('user_phone_not_found');
      const { phone } = user;
      const token = await insertCode(call, writing, { user, phone, purpose: 'verification', secret });
      enqueueSms(call, writing, { to: phone, text: secret, expire: token.expire ?? '' });
      return showToken(call, writing, token, secret);
    });
  },
});
