import { CursorError, type Query } from '@plinth/database';
import type { Call } from '../../call.js';
import { route } from '../../route.js';
import { listParams } from '../lists.js';
import { isMember } from './team.js';

export const listTeams = route({
  name: 'teams.list',
  method: 'GET',
  path: '/teams',
  summary: 'List the teams that the caller may see',
  scope: 'teams.read',
  auth: ['session', 'jwt', 'key'],
  params: listParams('name', 'total'),
  response: { status: 200, model: 'teamList' },
  async action(call) {
    const { params, documents, actor } = call;
    const queries = params.queries ?? [];
    await refuseHiddenCursor(call, queries);
    const { total, rows } = await documents.list('teams', queries, {
      access: actor.access,
      filterable: ['name', 'total'],
      search: params.search ?? '',
    });
    return { total, teams: rows };
  },
});

/** A page behind a team that the caller cannot see would tell where that one stands among its own. */
async function refuseHiddenCursor(call: Pick<Call, 'actor' | 'documents'>, queries: readonly Query[]): Promise<void> {
  const cursor = queries.find(({ method }) => method === 'cursorAfter' || method === 'cursorBefore');
  if (!cursor || 'bypass' in call.actor.access) return;
  const id = String(cursor.values[0]?.value ?? '');
  const team = await call.documents.get('teams', id);
  if (team && !isMember(call, team)) throw new CursorError(`There is no row ${JSON.stringify(id)} to go on from.`);
}
