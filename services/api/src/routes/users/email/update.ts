import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { newEmail } from '../../account/account.js';
import { updateUser, userIdParam } from '../user.js';

export const updateUserEmail = route({
  name: 'users.updateEmail',
  method: 'PATCH',
  path: '/users/:userId/email',
  summary: 'Change the email address of a user, which is unverified then',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, email: body(rules.email(), 'Email address.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.email',
  audit: { event: 'user.update', resource: 'user/{response.$id}' },
  action: (call) =>
    updateUser(call, (user, writing) => newEmail(writing, user, call.params.email), {
      duplicate: 'user_email_already_exists',
    }),
});
