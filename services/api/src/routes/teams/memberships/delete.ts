import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';
import { isMember, isOwner, teamIdParam } from '../team.js';
import {
  count,
  isOf,
  membershipIdParam,
  membershipView,
  refuseMissing,
  stayOwner,
  teamOf,
  userOf,
} from './membership.js';

export const deleteMembership = route({
  name: 'teams.deleteMembership',
  method: 'DELETE',
  path: '/teams/:teamId/memberships/:membershipId',
  summary: 'Remove a member, leave a team, or decline an invitation',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: teamIdParam, membershipId: membershipIdParam },
  response: { status: 204, model: 'none' },
  event: 'teams.[teamId].memberships.[membershipId].delete',
  audit: { event: 'membership.delete', resource: 'team/{response.teamId}' },
  async action(call) {
    const { params, documents, actor } = call;
    const membership = await documents.get('memberships', params.membershipId);
    if (!membership) throw new AppError('team_invite_not_found');
    if (!isOf(membership, params.teamId)) throw new AppError('team_membership_mismatch');
    const [user, team] = await Promise.all([userOf(documents, membership), teamOf(documents, membership)]);
    const mayManage = team !== null && isOwner(call, team);
    // What is left of somebody who is gone, only owners can tidy up.
    if (!user && !mayManage) throw new AppError('user_not_found');
    // Who is only invited sees nothing of the team, but may decline.
    const isOwn = actor.kind === 'user' && actor.user?.internalId === membership.userInternalId;
    if (!team || !(isOwn || isMember(call, team))) throw new AppError('team_not_found');
    if (!isOwn && !mayManage) throw new AppError('user_unauthorized');
    await call.write(async (writing) => {
      if (!isOwn) await stayOwner(call, writing, team);
      const row = await writing.documents
        .delete('memberships', membership.$id)
        .catch(refuseMissing('team_invite_not_found'));
      if (row.confirm) await count(writing.documents, row, -1);
      writing.ids({ teamId: row.teamId, membershipId: row.$id });
      writing.payload(membershipView(row, team, user ?? undefined), { model: 'membership' });
      writing.reroll(row.userId);
    });
  },
});
