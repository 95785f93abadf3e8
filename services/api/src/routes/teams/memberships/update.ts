import { AppError } from '@plinth/definitions';
import { body } from '@plinth/http';
import { route } from '../../../route.js';
import { findTeam, isOwner, teamIdParam } from '../team.js';
import {
  membershipIdParam,
  membershipView,
  refuseMissing,
  rolesRule,
  stayOwner,
  uniqueRoles,
  userOf,
} from './membership.js';

export const updateMembershipRoles = route({
  name: 'teams.updateMembershipRoles',
  method: 'PATCH',
  path: '/teams/:teamId/memberships/:membershipId',
  summary: 'Replace the roles of a member',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  params: {
    teamId: teamIdParam,
    membershipId: membershipIdParam,
    roles: body(rolesRule, 'All roles of the member.'),
  },
  response: { status: 200, model: 'membership' },
  event: 'teams.[teamId].memberships.[membershipId].update',
  audit: { event: 'membership.update', resource: 'team/{response.teamId}' },
  async action(call) {
    const { params, documents } = call;
    const team = await findTeam(call, params.teamId);
    const membership = await documents.get('memberships', params.membershipId);
    if (!membership) throw new AppError('membership_not_found');
    if (membership.teamInternalId !== team.$internalId) throw new AppError('team_membership_mismatch');
    const user = await userOf(documents, membership);
    if (!user) throw new AppError('user_not_found');
    // By the team's owners alone: a member holds a grant on its own membership, and could promote itself.
    if (!isOwner(call, team)) throw new AppError('user_unauthorized');
    return call.write(async (writing) => {
      await stayOwner(call, writing, team);
      const { row } = await writing.documents
        .update('memberships', membership.$id, { roles: uniqueRoles(params.roles) })
        .catch(refuseMissing('membership_not_found'));
      writing.ids({ teamId: team.$id, membershipId: row.$id });
      writing.reroll(row.userId);
      return membershipView(row, team, user);
    });
  },
});
