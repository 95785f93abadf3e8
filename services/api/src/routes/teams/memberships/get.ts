import { AppError } from '@plinth/definitions';
import { route } from '../../../route.js';
import { findTeam, teamIdParam } from '../team.js';
import { membershipIdParam, membershipView, userOf } from './membership.js';

export const getMembership = route({
  name: 'teams.getMembership',
  method: 'GET',
  path: '/teams/:teamId/memberships/:membershipId',
  summary: 'Get a membership of a team',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: teamIdParam, membershipId: membershipIdParam },
  response: { status: 200, model: 'membership' },
  async action(call) {
    const { params, documents } = call;
    const team = await findTeam(call, params.teamId);
    const membership = await documents.get('memberships', params.membershipId);
    if (membership?.teamInternalId !== team.$internalId || !membership) throw new AppError('membership_not_found');
    return membershipView(membership, team, (await userOf(documents, membership)) ?? undefined);
  },
});
