import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { updateUser, userIdParam } from '../user.js';

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
  action: (call) =>
    updateUser(call, (user, writing) => {
      // Roles name whether a user is verified.
      writing.reroll(user.$id);
      return { emailVerification: call.params.emailVerification };
    }),
});
