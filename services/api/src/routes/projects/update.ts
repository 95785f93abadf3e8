import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { checkSizes } from './child.js';
import {
  changeProject,
  childrenOf,
  detailParams,
  detailsOf,
  findProject,
  projectIdParam,
  projectModel,
  projectSearch,
} from './project.js';

export const updateProject = route({
  name: 'projects.update',
  method: 'PATCH',
  path: '/projects/:projectId',
  summary: 'Change name and details of a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    name: body(rules.text(128), 'New name.'),
    ...detailParams,
  },
  response: { status: 200, model: 'project' },
  async action(call) {
    const { params } = call;
    const project = await findProject(call, params.projectId);
    const { name } = params;
    const change = checkSizes('projects', detailsOf(params));
    return call.write(async (writing) => {
      const search = projectSearch({ $id: project.$id, name });
      const changed = await changeProject(writing, call, project.$id, { name, ...change, search });
      return projectModel(changed, await childrenOf(writing.console, changed));
    });
  },
});
