import { newId } from '@plinth/database';
import { body, rules } from '@plinth/http';
import { route } from '../../route.js';
import { searchTextOf } from './database.js';

export const createDatabase = route({
  name: 'databases.create',
  method: 'POST',
  path: '/databases',
  summary: 'Create a database',
  scope: 'databases.write',
  auth: ['key'],
  params: {
    databaseId: body(rules.customId(), 'ID of the database; `unique()` has one made.'),
    name: body(rules.text(128), 'Name of the database.'),
  },
  response: { status: 201, model: 'database' },
  event: 'databases.[databaseId].create',
  audit: { event: 'database.create', resource: 'database/{response.$id}' },
  async action(call) {
    const { databaseId, name } = call.params;
    const $id = databaseId === 'unique()' ? newId() : databaseId;
    const row = { $id, $permissions: [], name, search: searchTextOf({ $id, name }) };
    return call.write(({ documents }) => documents.create('databases', row), { duplicate: 'database_already_exists' });
  },
});
