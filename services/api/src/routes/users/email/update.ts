import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { dropMailedTokens } from '../../account/account.js';
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
    updateUser(
      call,
      async (user, writing) => {
        await dropMailedTokens(writing, user);
        // Roles name whether a user is verified.
        writing.reroll(user.$id);
        return { email: call.params.email.toLowerCase(), emailVerification: false };
      },
      { duplicate: 'user_email_already_exists' },
    ),
});
