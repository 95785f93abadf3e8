import { removeProjectRow } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { findProject, projectIdParam, translateMissing } from './project.js';

export const deleteProject = route({
  name: 'projects.delete',
  method: 'DELETE',
  path: '/projects/:projectId',
  summary: 'Delete a project with everything in it',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    password: body(rules.password(), "The caller's own password."),
  },
  response: { status: 204, model: 'none' },
  async action(call) {
    const { params, actor, documents, connections } = call;
    const user = await documents.get('users', actor.user?.id ?? '', { select: ['password', 'hash', 'hashOptions'] });
    if (!(await connections.passwords.verify(params.password, user))) throw new AppError('user_invalid_credentials');
    const found = await findProject(call, params.projectId);
    await call.write(async (writing) => {
      const { access } = actor;
      const project = await removeProjectRow(writing.console, found.$id, { access }).catch(translateMissing);
      writing.closeProject(project.$internalId, project.$id);
    });
  },
});
