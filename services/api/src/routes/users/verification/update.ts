import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { setVerified, userIdParam } from '../user.js';

export const updateUserEmailVerification = route({
  name: 'users.updateEmailVerification',
  method: 'PATCH',
  path: '/users/:userId/verification',
  summary: 'Say whether the email address of a user is verified',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, emailVerification: body(rules.boolean(false), 'Whether it is.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.verification',
  audit: { event: 'verification.update', resource: 'user/{response.$id}' },
  action: (call) => setVerified(call, { emailVerification: call.params.emailVerification }),
});
