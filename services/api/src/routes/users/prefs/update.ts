import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { lockUser, userIdParam } from '../user.js';

export const updateUserPrefs = route({
  name: 'users.updatePrefs',
  method: 'PATCH',
  path: '/users/:userId/prefs',
  summary: 'Replace the preferences of a user',
  scope: 'users.write',
  auth: ['key'],
  params: {
    userId: userIdParam,
    prefs: body(rules.assoc(), 'All preferences, at most 65535 bytes as JSON.'),
  },
  response: { status: 200, model: 'preferences' },
  event: 'users.[userId].update.prefs',
  action(call) {
    const { userId, prefs } = call.params;
    return call.write(async (writing) => {
      const { $id } = await lockUser(writing, userId);
      await writing.documents.update('users', $id, { prefs });
      writing.ids({ userId: $id });
      return prefs;
    });
  },
});
