import { route } from '../../../route.js';
import { rangeParam, seriesOf } from '../../usage.js';
import { findProject, projectIdParam } from '../project.js';

const SERIES = ['requests', 'network', 'executions', 'documents', 'databases', 'users', 'storage', 'buckets'] as const;

export const getProjectUsage = route({
  name: 'projects.getUsage',
  method: 'GET',
  path: '/projects/:projectId/usage',
  summary: 'Show how much a project was used',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, range: rangeParam },
  response: { status: 200, model: 'usageProject' },
  async action(call) {
    const { projectId, range } = call.params;
    await findProject(call, projectId);
    return seriesOf(range, SERIES);
  },
});
