import { route } from '../../../route.js';
import { pagingParams } from '../../lists.js';
import { listLogs } from '../../logs.js';
import { findUser, userIdParam } from '../user.js';

export const listUserLogs = route({
  name: 'users.listLogs',
  method: 'GET',
  path: '/users/:userId/logs',
  summary: 'List what a user did',
  scope: 'users.read',
  auth: ['key'],
  params: { userId: userIdParam, ...pagingParams },
  response: { status: 200, model: 'logList' },
  async action(call) {
    const { $internalId } = await findUser(call, call.params.userId);
    return listLogs(call, { userKind: 'user', userInternalId: $internalId }, call.params.queries);
  },
});
