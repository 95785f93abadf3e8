import { route } from '../../route.js';
import { listParams } from '../lists.js';

export const listDatabases = route({
  name: 'databases.list',
  method: 'GET',
  path: '/databases',
  summary: 'List the databases',
  scope: 'databases.read',
  auth: ['key'],
  params: listParams('name'),
  response: { status: 200, model: 'databaseList' },
  async action({ params, documents, actor }) {
    const { total, rows } = await documents.list('databases', params.queries ?? [], {
      access: actor.access,
      filterable: ['name'],
      search: params.search ?? '',
    });
    return { total, databases: rows };
  },
});
