import { createTeam } from './create.js';
import { getTeam } from './get.js';
import { listTeams } from './list.js';

export const teamRoutes = [createTeam, listTeams, getTeam];
