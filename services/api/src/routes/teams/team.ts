/** What the routes of teams share. Source: teams.md, permissions.md §7. */
import { type GrantType, grants, NotFoundError, type SystemRow, type UpdateOptions } from '@plinth/database';
import { AppError, permission, team as teamRole, user as userRole } from '@plinth/definitions';
import { path, rules } from '@plinth/http';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';

export type TeamRow = SystemRow<'teams'>;
type AskingCall = Pick<Call, 'actor' | 'documents'>;

export const teamIdParam = path(rules.uid(), 'ID of the team.');

export const teamGrants = (teamId: string): string[] => [
  permission('read', teamRole(teamId)),
  permission('update', teamRole(teamId, 'owner')),
  permission('delete', teamRole(teamId, 'owner')),
];

/** Grants of a membership; its user's own ones let nobody change roles, which only the team's owners do. */
export const membershipGrants = (teamId: string, userId: string): string[] => [
  permission('read', userRole(userId)),
  permission('read', teamRole(teamId)),
  permission('update', userRole(userId)),
  permission('update', teamRole(teamId, 'owner')),
  permission('delete', userRole(userId)),
  permission('delete', teamRole(teamId, 'owner')),
];

/** The text that lists of teams are searched in. */
export const teamSearch = ({ $id, name }: Pick<TeamRow, '$id' | 'name'>): string => `${$id} ${name}`;

/** The team of this ID. Whoever is none of its members does not learn that it is there. */
export async function findTeam(call: AskingCall, teamId: string): Promise<TeamRow> {
  const team = await call.documents.get('teams', teamId);
  if (!team || !mayDo(call, team, 'read')) throw new AppError('team_not_found');
  return team;
}

/** Whether the caller may do what a team's owners may: they themselves, keys and console members. */
export const isOwner = (call: Pick<Call, 'actor'>, team: TeamRow): boolean => mayDo(call, team, 'update');

export const isMember = (call: Pick<Call, 'actor'>, team: TeamRow): boolean => mayDo(call, team, 'read');

function mayDo({ actor: { access } }: Pick<Call, 'actor'>, { $permissions }: TeamRow, type: GrantType): boolean {
  return 'bypass' in access || grants($permissions, type, access.roles);
}

/** Changes a team for one of its owners. */
export async function updateTeam(
  call: AskingCall,
  writing: Writing,
  { $id }: TeamRow,
  change: Partial<TeamRow>,
  options: UpdateOptions = {},
): Promise<TeamRow> {
  const { row } = await writing.documents
    .update('teams', $id, change, { access: call.actor.access, ...options })
    .catch(translateMissing);
  writing.ids({ teamId: row.$id });
  return row;
}

/** The team was deleted since it was found. */
export function translateMissing(error: unknown): never {
  throw error instanceof NotFoundError ? new AppError('team_not_found', { cause: error }) : error;
}
