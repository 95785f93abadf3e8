/** What the routes of teams share. Source: teams.md, permissions.md §7. */
import { permission, team as teamRole, user as userRole } from '@plinth/definitions';

export const teamGrants = (teamId: string): string[] => [
  permission('read', teamRole(teamId)),
  permission('update', teamRole(teamId, 'owner')),
  permission('delete', teamRole(teamId, 'owner')),
];

/** Grants of the membership that its team's creator gets. */
export const creatorGrants = (teamId: string, userId: string): string[] => [
  permission('read', userRole(userId)),
  permission('read', teamRole(teamId)),
  permission('update', userRole(userId)),
  permission('update', teamRole(teamId, 'owner')),
  permission('delete', userRole(userId)),
  permission('delete', teamRole(teamId, 'owner')),
];
