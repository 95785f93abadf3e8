import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { tokenTypes } from '../../account/account.js';
import { updateUser, userIdParam } from '../user.js';

export const updateUserPhone = route({
  name: 'users.updatePhone',
  method: 'PATCH',
  path: '/users/:userId/phone',
  summary: 'Change the phone number of a user, which is unverified then',
  scope: 'users.write',
  auth: ['key'],
  params: { userId: userIdParam, number: body(rules.phone(), 'Phone number: + and 2 to 15 digits.') },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.phone',
  audit: { event: 'user.update', resource: 'user/{response.$id}' },
  action: (call) =>
    updateUser(
      call,
      async (user, writing) => {
        // A code that was sent to the old number proves nothing about the new one.
        await writing.documents.deleteWhere('tokens', { userInternalId: user.$internalId, type: tokenTypes.phone });
        // Roles name whether a user is verified.
        writing.reroll(user.$id);
        return { phone: call.params.number, phoneVerification: false };
      },
      { duplicate: 'user_phone_already_exists' },
    ),
});
