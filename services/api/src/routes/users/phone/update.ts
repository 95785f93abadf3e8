import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { newPhone } from '../../account/account.js';
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
    updateUser(call, (user, writing) => newPhone(writing, user, call.params.number), {
      duplicate: 'user_phone_already_exists',
    }),
});
