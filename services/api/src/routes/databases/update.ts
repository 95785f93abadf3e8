import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { databaseParams, findDatabase, searchTextOf } from './database.js';

export const updateDatabase = route({
  name: 'databases.update',
  method: 'PUT',
  path: '/databases/:databaseId',
  summary: 'Rename a database',
  scope: 'databases.write',
  auth: ['key'],
  params: { ...databaseParams, name: body(rules.text(128), 'Name of the database.') },
  response: { status: 200, model: 'database' },
  event: 'databases.[databaseId].update',
  audit: { event: 'database.update', resource: 'database/{response.$id}' },
  async action(call) {
    const { databaseId, name } = call.params;
    return call.write(async (writing) => {
      const { $id } = await findDatabase(writing.documents, databaseId);
      const { row } = await writing.documents.update('databases', $id, { name, search: searchTextOf({ $id, name }) });
      writing.ids({ databaseId: $id });
      return row;
    });
  },
});
