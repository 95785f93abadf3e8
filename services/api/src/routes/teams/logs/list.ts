import { route } from '../../../route.js';
import { pagingParams } from '../../lists.js';
import { listLogs } from '../../logs.js';
import { findTeam, teamIdParam } from '../team.js';

export const listTeamLogs = route({
  name: 'teams.listLogs',
  method: 'GET',
  path: '/teams/:teamId/logs',
  summary: 'List what was done to a team and its memberships',
  scope: 'teams.read',
  auth: ['admin'],
  params: { teamId: teamIdParam, ...pagingParams },
  response: { status: 200, model: 'logList' },
  async action(call) {
    const { $id, $createdAt } = await findTeam(call, call.params.teamId);
    return listLogs(call, { resource: `team/${$id}` }, call.params.queries, $createdAt);
  },
});
