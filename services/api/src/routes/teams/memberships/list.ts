import type { Query } from '@plinth/database';
import { route } from '../../../route.js';
import { listParams } from '../../lists.js';
import { findTeam, teamIdParam } from '../team.js';
import { listMemberships } from './membership.js';

export const listTeamMemberships = route({
  name: 'teams.listMemberships',
  method: 'GET',
  path: '/teams/:teamId/memberships',
  summary: 'List the members of a team, and who is invited',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: teamIdParam, ...listParams('userId', 'teamId', 'invited', 'joined', 'confirm') },
  response: { status: 200, model: 'membershipList' },
  async action(call) {
    const { params, documents } = call;
    const team = await findTeam(call, params.teamId);
    const { total, rows } = await documents.list('memberships', withNames(params.queries ?? []), {
      where: { teamInternalId: team.$internalId },
      search: params.search ?? '',
    });
    return { total, memberships: await listMemberships(documents, rows) };
  },
});

const LOOKED_UP = ['userId', 'userInternalId', 'teamId', 'teamInternalId'];

/** Where only some attributes are selected, those by which the names are found are read too. */
function withNames(queries: readonly Query[]): readonly Query[] {
  if (!queries.some(({ method }) => method === 'select')) return queries;
  const values = LOOKED_UP.map((value) => ({ kind: 'string' as const, value }));
  return [...queries, { method: 'select', attribute: '', values }];
}
