import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { currentUser, isAnonymous, newPhone, updateCurrentUser } from '../account.js';

export const updatePhone = route({
  name: 'account.updatePhone',
  method: 'PATCH',
  path: '/account/phone',
  summary: 'Change the phone number of the signed-in account, which is unverified then',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: {
    phone: body(rules.phone(), 'Phone number: + and 2 to 15 digits.'),
    password: body(rules.password(), 'Current password; an account without one may say any.'),
  },
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.phone',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  async action(call) {
    const { params, connections } = call;
    const seen = await currentUser(call);
    if (!isAnonymous(seen) && !(await connections.passwords.verify(params.password, seen)))
      throw new AppError('user_invalid_credentials');
    return updateCurrentUser(
      call,
      (user, writing) => {
        if (user.password !== seen.password) throw new AppError('user_invalid_credentials');
        return newPhone(writing, user, params.phone);
      },
      { duplicate: 'user_phone_already_exists' },
    );
  },
});
