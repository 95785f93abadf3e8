import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { findTeam, teamIdParam, updateTeam } from '../team.js';

export const updateTeamPrefs = route({
  name: 'teams.updatePrefs',
  method: 'PUT',
  path: '/teams/:teamId/prefs',
  summary: 'Replace the preferences that the members of a team share',
  scope: 'teams.write',
  auth: ['session', 'jwt'],
  params: {
    teamId: teamIdParam,
    prefs: body(rules.assoc(), 'All preferences, at most 65535 bytes as JSON.'),
  },
  response: { status: 200, model: 'preferences' },
  event: 'teams.[teamId].update.prefs',
  // The answer is the bare object, which names no team.
  audit: { event: 'team.update', resource: 'team/{params.teamId}' },
  async action(call) {
    const { params } = call;
    const team = await findTeam(call, params.teamId);
    return call.write(async (writing) => {
      const { prefs } = await updateTeam(call, writing, team, { prefs: params.prefs });
      return prefs;
    });
  },
});
