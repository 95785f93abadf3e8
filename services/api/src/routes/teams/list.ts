import { route } from '../../route.js';
import { listParams } from '../lists.js';

export const listTeams = route({
  name: 'teams.list',
  method: 'GET',
  path: '/teams',
  summary: 'List the teams that the caller may see',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: listParams('name', 'total'),
  response: { status: 200, model: 'teamList' },
  async action({ params, documents, actor }) {
    const { total, rows } = await documents.list('teams', params.queries ?? [], {
      access: actor.access,
      filterable: ['name', 'total'],
      search: params.search ?? '',
    });
    return { total, teams: rows };
  },
});
