import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { setVerified, userIdParam } from '../../user.js';

export const updateUserPhoneVerification = route({
  name: 'users.updatePhoneVerification',
  method: 'PATCH',
  path: '/users/:userId/verification/phone',
  summary: 'Say whether the phone number of a user is verified',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, phoneVerification: body(rules.boolean(false), 'Whether it is.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.verification',
  audit: { event: 'verification.update', resource: 'user/{response.$id}' },
  action: (call) => setVerified(call, { phoneVerification: call.params.phoneVerification }),
});
