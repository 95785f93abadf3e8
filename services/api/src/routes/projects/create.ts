import { grants, newId } from '@plinth/database';
import { AppError, regions, serverVersion } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { checkSizes } from './child.js';
import {
  detailParams,
  detailsOf,
  initialAuths,
  NO_CHILDREN,
  projectGrants,
  projectModel,
  projectSearch,
} from './project.js';

const DEFAULT_REGION = 'default';

export const createProject = route({
  name: 'projects.create',
  method: 'POST',
  path: '/projects',
  summary: 'Create a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: body(rules.customId(), 'ID of the project; `unique()` has one made.'),
    name: body(rules.text(128), 'Name of the project.'),
    teamId: body(rules.uid(), 'ID of the team that it belongs to.'),
    region: body(rules.oneOf(regions, true), 'Where its data lives.').optional(DEFAULT_REGION),
    ...detailParams,
  },
  response: { status: 201, model: 'project' },
  async action(call) {
    const { params, documents, actor } = call;
    const team = await documents.get('teams', params.teamId);
    if (!team || !('bypass' in actor.access || grants(team.$permissions, 'read', actor.access.roles)))
      throw new AppError('team_not_found');
    // Its cookies would be those of the console in any case of the letters.
    if (params.projectId.toLowerCase() === 'console') throw new AppError('project_reserved_project');
    const $id = params.projectId === 'unique()' ? newId() : params.projectId;
    const details = checkSizes('projects', detailsOf(params));
    return call.write(
      async (writing) => {
        // Under its lock, since a team that is deleted in this moment takes its projects with it.
        if (!(await writing.console.byNumber('teams', team.$internalId, { lock: true })))
          throw new AppError('team_not_found');
        const project = await writing.console.create('projects', {
          $id,
          $permissions: projectGrants(team.$id),
          name: params.name,
          teamInternalId: team.$internalId,
          teamId: team.$id,
          region: params.region ?? DEFAULT_REGION,
          ...details,
          version: serverVersion,
          services: {},
          auths: { ...initialAuths },
          authProviders: {},
          search: projectSearch({ $id, name: params.name }),
        });
        // Others may remember that there is no project of this ID.
        writing.invalidate({ kind: 'project', projectId: $id });
        return projectModel(project, NO_CHILDREN);
      },
      { duplicate: 'project_already_exists' },
    );
  },
});
