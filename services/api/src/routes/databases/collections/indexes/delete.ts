import { dropIndex } from '@plinth/core';
import { route } from '../../../../route.js';
import { readCollection } from '../collection.js';
import { leaving, writeSchema } from '../schema.js';
import { findIndex, indexesPath, indexParams, olderIndexes } from './index-row.js';

export const deleteIndex = route({
  name: 'databases.deleteIndex',
  method: 'DELETE',
  path: `${indexesPath}/:key`,
  aliases: olderIndexes('/:key'),
  summary: 'Delete an index',
  scope: 'collections.write',
  auth: ['key'],
  params: indexParams,
  response: { status: 204, model: 'none' },
  event: 'databases.[databaseId].collections.[collectionId].indexes.[indexId].delete',
  audit: { event: 'index.delete', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params } = call;
    const opened = await readCollection(call, params);
    findIndex(opened.indexes, params.key);
    await writeSchema(call, opened, async (schema) => {
      const { documents, writing } = schema;
      const found = findIndex(schema.indexes, params.key);
      const last = leaving(found);
      writing.ids({ indexId: found.$id });
      writing.payload(last, { model: 'index' });
      const hands = await schema.hands({ rebuilds: true });
      if (hands) {
        await dropIndex(hands, schema.compile(), found);
        await documents.delete('indexes', found.$id);
        schema.show('indexes', 'delete', last);
      } else {
        await documents.update('indexes', found.$id, { status: last.status });
        schema.enqueue('deleteIndex', found.$internalId);
      }
    });
  },
});
