import { isoTime, newId } from '@plinth/database';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { creatorGrants, teamGrants } from './team.js';

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
        const team = await writing.documents.create('teams', {
          $id,
          $permissions: teamGrants($id),
          name: params.name,
          total: creator ? 1 : 0,
          prefs: {},
          search: `${$id} ${params.name}`,
        });
        if (creator) {
          const membershipId = newId();
          const now = isoTime();
          await writing.documents.create('memberships', {
            $id: membershipId,
            $permissions: creatorGrants($id, creator.id),
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
