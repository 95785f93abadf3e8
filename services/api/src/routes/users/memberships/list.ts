import { route } from '../../../route.js';
import { listMemberships } from '../../teams/memberships/membership.js';
import { findUser, userIdParam } from '../user.js';

const LIST_MAX = 5000;

export const listUserMemberships = route({
  name: 'users.listMemberships',
  method: 'GET',
  path: '/users/:userId/memberships',
  summary: 'List the memberships of a user, those that are not confirmed too',
  scope: 'users.read',
  auth: ['key'],
  params: { userId: userIdParam },
  response: { status: 200, model: 'membershipList' },
  async action(call) {
    const { $internalId } = await findUser(call, call.params.userId);
    const rows = await call.documents.findAll('memberships', { userInternalId: $internalId }, LIST_MAX);
    return { total: rows.length, memberships: await listMemberships(call.documents, rows) };
  },
});
