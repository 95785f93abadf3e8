import { CONSOLE_NUMBER } from '@plinth/core';
import { isoTime, newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import type { Writing } from '../../writing.js';
import { membershipGrants, teamGrants, teamSearch } from './team.js';

export const createTeam = route({
  name: 'teams.create',
  method: 'POST',
  path: '/teams',
  summary: 'Create a team',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  params: {
    teamId: body(rules.customId(), 'ID of the team; `unique()` has one made.'),
    name: body(rules.text(128), 'Name of the team.'),
    roles: body(rules.arrayOf(rules.key(), 100), 'Roles of its creator.').optional(['owner']),
  },
  response: { status: 201, model: 'team' },
  event: 'teams.[teamId].create',
  audit: { event: 'team.create', resource: 'team/{response.$id}' },
  async action(call) {
    const { params, actor } = call;
    const $id = params.teamId === 'unique()' ? newId() : params.teamId;
    const { user } = actor;
    const creator = actor.isServer ? null : user;
    return call.write(
      async (writing) => {
        if (params.teamId !== 'unique()') await refuseRemains(writing, $id);
        const team = await writing.documents.create('teams', {
          $id,
          $permissions: teamGrants($id),
          name: params.name,
          total: creator ? 1 : 0,
          prefs: {},
          search: teamSearch({ $id, name: params.name }),
        });
        if (creator) {
          const membershipId = newId();
          const now = isoTime();
          await writing.documents.create('memberships', {
            $id: membershipId,
            $permissions: membershipGrants($id, creator.id),
            userId: creator.id,
            userInternalId: creator.internalId,
            teamId: $id,
            teamInternalId: team.$internalId,
            roles: [...new Set([...(params.roles ?? []), 'owner'])],
            invited: now,
            joined: now,
            confirm: true,
            search: `${membershipId} ${creator.id}`,
          });
          writing.reroll(creator.id);
        }
        return team;
      },
      { duplicate: 'team_already_exists' },
    );
  },
});

/**
 * An ID is free when the last trace of the team that had it is gone: who has roles in that one, or a project of the
 * console that was its own, would else belong to the new team.
 */
async function refuseRemains({ documents }: Writing, teamId: string): Promise<void> {
  const names =
    documents.project === CONSOLE_NUMBER ? (['memberships', 'projects'] as const) : (['memberships'] as const);
  for (const name of names)
    if (await documents.findOne(name, { teamId }, { select: ['teamId'] })) throw new AppError('team_already_exists');
}
