import { route } from '../../../route.js';
import { listParams } from '../../lists.js';
import { databaseParams, findDatabase } from '../database.js';
import { collectionsPath, collectionView, olderCollections, readSchema } from './collection.js';

/** Collections whose attributes and indexes are read at once. */
const READ_AT_ONCE = 25;

export const listCollections = route({
  name: 'databases.listCollections',
  method: 'GET',
  path: collectionsPath,
  aliases: olderCollections(),
  summary: 'List the collections of a database',
  scope: 'collections.read',
  auth: ['key'],
  params: { ...databaseParams, ...listParams('name', 'enabled', 'documentSecurity') },
  response: { status: 200, model: 'collectionList' },
  async action({ params, documents, actor }) {
    const database = await findDatabase(documents, params.databaseId);
    const { total, rows } = await documents.list('collections', params.queries ?? [], {
      access: actor.access,
      filterable: ['name', 'enabled', 'documentSecurity'],
      search: params.search ?? '',
      where: { databaseInternalId: database.$internalId },
    });
    const collections: object[] = [];
    for (let at = 0; at < rows.length; at += READ_AT_ONCE) {
      const page = rows
        .slice(at, at + READ_AT_ONCE)
        .map((row) => ({ ...row, databaseInternalId: database.$internalId }));
      const schemas = await Promise.all(page.map((row) => readSchema(documents, row)));
      collections.push(...page.map((row, place) => collectionView(row, schemas[place] ?? NOTHING)));
    }
    return { total, collections };
  },
});

const NOTHING = { attributes: [], indexes: [] };
