import { removeProjectRow, removeTeamRows } from '@plinth/core';
import { AppError, messages } from '@plinth/definitions';
import { route } from '../../route.js';
import type { Writing } from '../../writing.js';
import { findTeam, isOwner, type TeamRow, teamIdParam, translateMissing } from './team.js';

/** Projects of a team that go in its own transaction. */
const PROJECTS_AT_ONCE = 20;

export const deleteTeam = route({
  name: 'teams.delete',
  method: 'DELETE',
  path: '/teams/:teamId',
  summary: 'Delete a team with its memberships; on the console its projects go with it',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  params: { teamId: teamIdParam },
  response: { status: 204, model: 'none' },
  event: 'teams.[teamId].delete',
  audit: { event: 'team.delete', resource: 'team/{response.$id}' },
  async action(call) {
    const { params, project, actor } = call;
    const found = await findTeam(call, params.teamId);
    if (!isOwner(call, found)) throw new AppError('user_unauthorized');
    await call.write(async (writing) => {
      // Memberships before their team, the order of whoever joins or leaves. Usually that is all of them; of very many
      // the worker takes the rest, and what comes in this moment.
      for (const userId of await removeTeamRows(writing.documents, found.$internalId)) writing.reroll(userId);
      const team = await writing.documents
        .delete('teams', found.$id, { access: actor.access, found: (row) => refuseAnother(found, row) })
        .catch(translateMissing);
      if (project.isConsole) await closeProjects(writing, team);
      const { $id: teamId, $internalId } = team;
      writing.enqueue(messages.remove, { type: 'team', project: project.internalId, team: $internalId, teamId });
      writing.ids({ teamId });
      writing.payload(team, { model: 'team' });
    });
  },
});

/** Since it was found the team was deleted, and somebody else made one of its ID. */
function refuseAnother(found: TeamRow, { $internalId }: { readonly $internalId: number }): void {
  if ($internalId !== found.$internalId) throw new AppError('team_not_found');
}

/** Nobody gets into the team's projects from this moment on. Of very many the worker takes the rest. */
async function closeProjects(writing: Writing, { $id, $internalId }: TeamRow): Promise<void> {
  const where = { teamId: $id, teamInternalId: $internalId };
  for (const found of await writing.console.findAll('projects', where, PROJECTS_AT_ONCE)) {
    const project = await removeProjectRow(writing.console, found.$id);
    writing.closeProject(project.$internalId, project.$id);
  }
}
