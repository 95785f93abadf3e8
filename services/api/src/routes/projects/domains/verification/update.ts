import { sha256 } from '@plinth/core';
import { isoTime, type SystemRow } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { route } from '../../../../route.js';
import type { Writing } from '../../../../writing.js';
import { findChild, updateChild } from '../../child.js';
import { projectIdParam } from '../../project.js';
import { domainIdParam, isTarget } from '../domain.js';
import { pointsAt } from '../records.js';

/** As rows are looked up by it. */
const TRUE = 1;

export const updateDomainVerification = route({
  name: 'projects.updateDomainVerification',
  method: 'PATCH',
  path: '/projects/:projectId/domains/:domainId/verification',
  summary: 'Check that a custom domain points at this server',
  scope: 'projects.write',
  auth: ['admin'],
  consoleOnly: true,
  params: { projectId: projectIdParam, domainId: domainIdParam },
  response: { status: 200, model: 'domain' },
  async action(call) {
    const { projectId, domainId } = call.params;
    const { general, server } = call.connections.config;
    const found = await findChild(call, 'domains', projectId, domainId);
    if (found.verification) return found;
    const { domain } = found;
    const target = general.domainTarget;
    if (!isTarget(target)) {
      const cause = new Error(`_APP_DOMAIN_TARGET is ${JSON.stringify(target)}, which is no public host name.`);
      throw new AppError('general_server_error', { cause });
    }
    const question = { domain, target, servers: server.dnsServers, flattening: server.domainFlattening };
    if (!(await pointsAt(question))) throw new AppError('domain_verification_failed');
    const change = { verification: true, updated: isoTime() };
    return updateChild(call, 'domains', projectId, domainId, change, (writing) => refuseElsewhere(writing, found));
  },
});

/** A domain serves one project: of several that verify it at once the first has it. */
async function refuseElsewhere(writing: Writing, { $id, domain }: SystemRow<'domains'>): Promise<void> {
  await writing.transaction.lock(`domain:${sha256(domain)}`);
  const rows = await writing.console.findAll('domains', { domain, verification: TRUE });
  if (rows.some((row) => row.$id !== $id)) throw new AppError('domain_verification_failed');
}
