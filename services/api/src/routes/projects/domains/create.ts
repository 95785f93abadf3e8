import { isoTime } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../route.js';
import { createChild } from '../child.js';
import { findProject, type ProjectRow, projectIdParam } from '../project.js';
import { isTarget, suffixOf } from './domain.js';

export const createDomain = route({
  name: 'projects.createDomain',
  method: 'POST',
  path: '/projects/:projectId/domains',
  summary: 'Add a custom domain to a project',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: {
    projectId: projectIdParam,
    domain: body(rules.domain(), 'Host name at which clients are to reach the API.'),
  },
  response: { status: 201, model: 'domain' },
  async action(call) {
    const { params, documents, connections } = call;
    const domain = params.domain.toLowerCase();
    const refuseTwice = async (rows: Pick<typeof documents, 'findOne'>, { $internalId }: ProjectRow) => {
      if (await rows.findOne('domains', { projectInternalId: $internalId, domain }))
        throw new AppError('domain_already_exists');
    };
    await refuseTwice(documents, await findProject(call, params.projectId));
    if (!isTarget(connections.config.general.domainTarget)) throw new AppError('domain_target_invalid');
    return createChild(
      call,
      'domains',
      params.projectId,
      { domain, ...suffixOf(domain), updated: isoTime(), verification: false },
      (writing, project) => refuseTwice(writing.console, project),
    );
  },
});
