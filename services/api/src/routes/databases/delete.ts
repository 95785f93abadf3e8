import { messages } from '@plinth/definitions';
import { route } from '../../route.js';
import type { Writing } from '../../writing.js';
import { databaseParams, findDatabase } from './database.js';

/** Collections whose kept copies are dropped at a time. */
const PAGE = 1000;

export const deleteDatabase = route({
  name: 'databases.delete',
  method: 'DELETE',
  path: '/databases/:databaseId',
  summary: 'Delete a database with everything in it',
  scope: 'databases.write',
  auth: ['key'],
  params: databaseParams,
  response: { status: 204, model: 'none' },
  event: 'databases.[databaseId].delete',
  audit: { event: 'database.delete', resource: 'database/{params.databaseId}' },
  async action(call) {
    const { params, project } = call;
    await call.write(async (writing) => {
      const database = await findDatabase(writing.documents, params.databaseId);
      const { $id: databaseId, $internalId } = database;
      await writing.documents.delete('databases', databaseId);
      writing.enqueue(messages.remove, {
        type: 'database',
        project: project.internalId,
        database: $internalId,
        databaseId,
      });
      await invalidateCollections(writing, project.internalId, $internalId, databaseId);
      writing.ids({ databaseId });
      writing.payload(database, { model: 'database' });
    });
  },
});

async function invalidateCollections(
  writing: Writing,
  project: number,
  databaseInternalId: number,
  databaseId: string,
) {
  for (let after = 0, isFull = true; isFull; ) {
    const rows = await writing.documents.findAll('collections', { databaseInternalId }, PAGE, after);
    for (const { $id } of rows) writing.invalidate({ kind: 'collection', project, databaseId, collectionId: $id });
    after = rows.at(-1)?.$internalId ?? 0;
    isFull = rows.length === PAGE;
  }
}
