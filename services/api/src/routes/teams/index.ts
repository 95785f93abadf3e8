import { createTeam } from './create.js';
import { deleteTeam } from './delete.js';
import { getTeam } from './get.js';
import { listTeams } from './list.js';
import { listTeamLogs } from './logs/list.js';
import { createMembership } from './memberships/create.js';
import { deleteMembership } from './memberships/delete.js';
import { getMembership } from './memberships/get.js';
import { listTeamMemberships } from './memberships/list.js';
import { updateMembershipStatus } from './memberships/status/update.js';
import { updateMembershipRoles } from './memberships/update.js';
import { getTeamPrefs } from './prefs/get.js';
import { updateTeamPrefs } from './prefs/update.js';
import { updateTeamName } from './update.js';

export const teamRoutes = [
  createTeam,
  listTeams,
  getTeam,
  getTeamPrefs,
  updateTeamName,
  updateTeamPrefs,
  deleteTeam,
  createMembership,
  listTeamMemberships,
  getMembership,
  updateMembershipRoles,
  updateMembershipStatus,
  deleteMembership,
  listTeamLogs,
];
