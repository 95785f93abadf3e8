import { route } from '../../route.js';
import { childrenOf, findProject, projectIdParam, projectModel } from './project.js';

export const getProject = route({
  name: 'projects.get',
  method: 'GET',
  path: '/projects/:projectId',
  summary: 'Get a project',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam },
  response: { status: 200, model: 'project' },
  async action(call) {
    const project = await findProject(call, call.params.projectId);
    return projectModel(project, await childrenOf(call.documents, project));
  },
});
