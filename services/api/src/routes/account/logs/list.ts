import { route } from '../../../route.js';
import { pagingParams } from '../../lists.js';
import { listLogs } from '../../logs.js';
import { signedIn } from '../account.js';

export const listAccountLogs = route({
  name: 'account.listLogs',
  method: 'GET',
  path: '/account/logs',
  summary: 'List what the signed-in account did',
  scope: 'account',
  auth: ['session', 'jwt'],
  params: pagingParams,
  response: { status: 200, model: 'logList' },
  action: (call) =>
    listLogs(call, { userKind: 'user', userInternalId: signedIn(call).internalId }, call.params.queries),
});
