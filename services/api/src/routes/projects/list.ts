import type { Reader } from '@plinth/database';
import { limits } from '@plinth/definitions';
import { route } from '../../route.js';
import { listParams } from '../lists.js';
import { type Children, childrenOf, NO_CHILDREN, type ProjectRow, projectModel } from './project.js';

/** Projects whose children are read in one go. */
const BATCH = 25;

export const listProjects = route({
  name: 'projects.list',
  method: 'GET',
  path: '/projects',
  summary: 'List the projects that the caller may see',
  scope: 'projects.read',
  auth: ['admin'],
  consoleOnly: true,
  params: listParams('teamId', 'name'),
  response: { status: 200, model: 'projectList' },
  async action({ params, documents, actor }) {
    const { total, rows } = await documents.list('projects', params.queries ?? [], {
      access: actor.access,
      filterable: ['teamId', 'name'],
      search: params.search ?? '',
    });
    const projects: Record<string, unknown>[] = [];
    for (let at = 0; at < rows.length; at += BATCH) {
      const batch = rows.slice(at, at + BATCH);
      const children = await childrenOfMany(documents, batch);
      for (const [index, row] of batch.entries()) projects.push(projectModel(row, children[index] ?? NO_CHILDREN));
    }
    return { total, projects };
  },
});

/** The children of several projects with one query a kind; only where there are very many, project by project. */
async function childrenOfMany(documents: Reader, rows: readonly ProjectRow[]): Promise<Children[]> {
  const values = rows.map(({ $internalId }) => ({ kind: 'integer' as const, value: $internalId }));
  const queries = [
    { method: 'equal' as const, attribute: 'projectInternalId', values },
    { method: 'limit' as const, attribute: '', values: [{ kind: 'integer' as const, value: limits.list.children }] },
  ];
  const [platforms, keys, webhooks, domains] = await Promise.all([
    documents.list('platforms', queries),
    documents.list('keys', queries),
    documents.list('webhooks', queries),
    documents.list('domains', queries),
  ]);
  if ([platforms, keys, webhooks, domains].some((list) => list.total > list.rows.length))
    return Promise.all(rows.map((row) => childrenOf(documents, row)));
  return rows.map(({ $internalId }) => {
    const own = (child: { projectInternalId: number }) => child.projectInternalId === $internalId;
    return {
      platforms: platforms.rows.filter(own),
      keys: keys.rows.filter(own),
      webhooks: webhooks.rows.filter(own),
      domains: domains.rows.filter(own),
    };
  });
}
