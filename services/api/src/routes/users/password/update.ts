import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { chosenPassword, refuseRecentPassword } from '../../account/account.js';
import { findUser, updateUser, userIdParam } from '../user.js';

export const updateUserPassword = route({
  name: 'users.updatePassword',
  method: 'PATCH',
  path: '/users/:userId/password',
  summary: 'Give a user another password; sessions stay',
  scope: 'users.write',
  auth: ['key'],
  params: {
    userId: userIdParam,
    password: body(rules.password({ chosen: true }), 'New password of at least 8 characters.'),
  },
  response: { status: 200, model: 'user' },
  event: 'users.[userId].update.password',
  audit: { event: 'user.update', resource: 'user/{response.$id}' },
  async action(call) {
    const { params, project, connections } = call;
    await refuseRecentPassword(call, await findUser(call, params.userId), params.password);
    const hash = await connections.passwords.hash(params.password);
    return updateUser(call, (user) => ({
      ...chosenPassword(user, hash, project.settings.passwordHistory),
      passwordGiven: true,
    }));
  },
});
