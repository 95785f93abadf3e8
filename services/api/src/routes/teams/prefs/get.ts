import { route } from '../../../route.js';
import { findTeam, teamIdParam } from '../team.js';

export const getTeamPrefs = route({
  name: 'teams.getPrefs',
  method: 'GET',
  path: '/teams/:teamId/prefs',
  summary: 'Get the preferences that the members of a team share',
  scope: 'teams.read',
  auth: ['session', 'jwt'],
  params: { teamId: teamIdParam },
  response: { status: 200, model: 'preferences' },
  async action(call) {
    const { prefs } = await findTeam(call, call.params.teamId);
    return prefs;
  },
});
