import { grants } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import { route } from '../../route.js';

export const getTeam = route({
  name: 'teams.get',
  method: 'GET',
  path: '/teams/:teamId',
  summary: 'Get a team',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: path(rules.uid(), 'ID of the team.') },
  response: { status: 200, model: 'team' },
  async action({ params, documents, actor }) {
    const team = await documents.get('teams', params.teamId);
    if (!team || !('bypass' in actor.access || grants(team.$permissions, 'read', actor.access.roles)))
      throw new AppError('team_not_found');
    return team;
  },
});
