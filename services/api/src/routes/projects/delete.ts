import type { SystemName, Writer } from '@plinth/database';
import { AppError, messages } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { findProject, projectIdParam, translateMissing } from './project.js';

const CHILDREN: readonly SystemName[] = ['keys', 'platforms', 'webhooks', 'domains'];
const PAGE = 500;

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
    const user = await documents.get('users', actor.user?.id ?? '', { select: ['password'] });
    if (!(await connections.passwords.verify(params.password, user?.password ?? null)))
      throw new AppError('user_invalid_credentials');
    const found = await findProject(call, params.projectId);
    await call.write(async (writing) => {
      // Its row and its keys go at once, so that nobody gets in any more; what it holds is for the deletes workers.
      const project = await writing.console
        .delete('projects', found.$id, { access: actor.access })
        .catch(translateMissing);
      for (const name of CHILDREN) await deleteAll(writing.console, name, project.$internalId);
      writing.enqueue(messages.remove, { type: 'project', project: project.$internalId, projectId: project.$id });
      writing.closeProject(project.$internalId, project.$id);
    });
  },
});

async function deleteAll(writer: Writer, name: SystemName, projectInternalId: number): Promise<void> {
  while ((await writer.deleteWhere(name, { projectInternalId }, PAGE)) === PAGE);
}
