import { compile, enqueueSchemaJob, type Project } from '@plinth/core';
import { newId, type SystemRow, tables } from '@plinth/database';
import { collectionPermissionTypes, messages } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { route } from '../../../route.js';
import { databaseParams, findDatabase, searchTextOf } from '../database.js';
import { collectionsPath, collectionView, olderCollections } from './collection.js';

/** This call makes the tables itself; a worker looks after that time whether it lived to do so. */
const LOOK_AFTER_MILLISECONDS = 10_000;

export const createCollection = route({
  name: 'databases.createCollection',
  method: 'POST',
  path: collectionsPath,
  aliases: olderCollections(),
  summary: 'Create a collection',
  scope: 'collections.write',
  auth: ['key'],
  params: {
    ...databaseParams,
    collectionId: body(rules.customId(), 'ID of the collection; `unique()` has one made.'),
    name: body(rules.text(128), 'Name of the collection.'),
    permissions: body(rules.permissions(collectionPermissionTypes), 'Grants on all documents.').optional(),
    documentSecurity: body(rules.boolean(), 'Whether grants of single documents count too.').optional(false),
  },
  response: { status: 201, model: 'collection' },
  event: 'databases.[databaseId].collections.[collectionId].create',
  audit: { event: 'collection.create', resource: 'database/{params.databaseId}/collection/{response.$id}' },
  async action(call) {
    const { params, project, connections } = call;
    const { store } = connections;
    const isTransactional = store.engine.dialect.transactionalSchema;
    const found = await findDatabase(call.documents, params.databaseId);
    const $id = params.collectionId === 'unique()' ? newId() : params.collectionId;
    const statementsOf = (row: SystemRow<'collections'>): string[] =>
      tables.createTables(compile(store, project.internalId, found.$id, row));
    const row = await call.write(
      async (writing) => {
        const { documents, transaction } = writing;
        // It may have gone since it was looked up.
        const database = await findDatabase(documents, found.$id);
        const created = await documents.create('collections', {
          $id,
          $permissions: params.permissions ?? [],
          databaseInternalId: database.$internalId,
          databaseId: database.$id,
          name: params.name,
          enabled: true,
          documentSecurity: params.documentSecurity ?? false,
          search: searchTextOf({ $id, name: params.name }),
        });
        if (isTransactional) for (const sql of statementsOf(created)) await transaction.connection.run(sql);
        else {
          const place = { project, database, row: created };
          enqueueSchemaJob(documents, place, 'createCollection', created.$internalId, LOOK_AFTER_MILLISECONDS);
        }
        writing.ids({ databaseId: database.$id });
        // Copies of an earlier collection of this ID are of no use any more.
        const names = { databaseId: database.$id, collectionId: created.$id };
        writing.invalidate({ kind: 'collection', project: project.internalId, ...names });
        return collectionView(created, { attributes: [], indexes: [] });
      },
      { duplicate: 'collection_already_exists' },
    );
    if (!isTransactional) await makeTables(call, row, statementsOf(row));
    return row;
  },
});

type Making = Pick<Call, 'connections' | 'aftermath'> & { readonly project: Project };

/** Where making tables ends the transaction, they are made after the row; without them the row goes again. */
async function makeTables(call: Making, row: SystemRow<'collections'>, statements: readonly string[]): Promise<void> {
  const { connections, aftermath, project } = call;
  const { store } = connections;
  try {
    await store.engine.alter(statements);
  } catch (error) {
    await store.write(async (transaction) => {
      const names = { databaseId: row.databaseId, collectionId: row.$id };
      const scope = row.databaseInternalId;
      await transaction.in(project.internalId).delete('collections', row.$id, { scope });
      // Some of the tables may be there.
      const body = { type: 'collection', project: project.internalId, collection: row.$internalId, ...names };
      transaction.enqueue([{ name: messages.remove.name, body }]);
    });
    await store.messages.remove(aftermath.messages.map(({ id }) => id));
    throw error;
  }
}
