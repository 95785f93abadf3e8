import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { findTeam, teamIdParam, teamSearch, updateTeam } from './team.js';

export const updateTeamName = route({
  name: 'teams.updateName',
  method: 'PUT',
  path: '/teams/:teamId',
  summary: 'Rename a team',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  timestamp: true,
  params: {
    teamId: teamIdParam,
    name: body(rules.text(128), 'New name.'),
  },
  response: { status: 200, model: 'team' },
  event: 'teams.[teamId].update',
  audit: { event: 'team.update', resource: 'team/{response.$id}' },
  async action(call) {
    const { params, timestamp } = call;
    const { name } = params;
    const team = await findTeam(call, params.teamId);
    const change = { name, search: teamSearch({ $id: team.$id, name }) };
    return call.write((writing) => updateTeam(call, writing, team, change, { ifNotChangedSince: timestamp }));
  },
});
