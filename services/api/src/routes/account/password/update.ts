import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { chosenPassword, currentUser, refuseRecentPassword, updateCurrentUser } from '../account.js';

export const updatePassword = route({
  name: 'account.updatePassword',
  method: 'PATCH',
  path: '/account/password',
  summary: 'Change the password of the signed-in account',
  scope: 'account',
  auth: ['session', 'jwt'],
  timestamp: true,
  params: {
    password: body(rules.password({ chosen: true }), 'New password of at least 8 characters.'),
    oldPassword: body(rules.password(), 'Current password, where the user has chosen one.').optional(''),
  },
  response: { status: 200, model: 'account' },
  event: 'users.[userId].update.password',
  audit: { event: 'user.update', resource: 'user/{response.$id}', actor: 'response' },
  async action(call) {
    const { params, project, connections } = call;
    const { passwords } = connections;
    const seen = await currentUser(call);
    // Who never chose a password sets the first one freely.
    if (seen.passwordUpdate !== null && !(await passwords.verify(params.oldPassword ?? '', seen)))
      throw new AppError('user_invalid_credentials');
    await refuseRecentPassword(call, seen, params.password);
    const hash = await passwords.hash(params.password);
    return updateCurrentUser(call, (user) => {
      // Another change came first: what was compared is no longer the current password.
      if (user.password !== seen.password) throw new AppError('user_invalid_credentials');
      return chosenPassword(user, hash, project.settings.passwordHistory);
    });
  },
});
