import { route } from '../../route.js';
import { findTeam, teamIdParam } from './team.js';

export const getTeam = route({
  name: 'teams.get',
  method: 'GET',
  path: '/teams/:teamId',
  summary: 'Get a team',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: teamIdParam },
  response: { status: 200, model: 'team' },
  action: (call) => findTeam(call, call.params.teamId),
});
