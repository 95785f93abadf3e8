import { route } from '../../../../route.js';
import { placeOf } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { bulkParams, bulkWriting, documentsParam, refuseTooMany, rowsOf, writeRows } from './bulk.js';

export const upsertDocuments = route({
  ...bulkWriting,
  name: 'databases.upsertDocuments',
  method: 'PUT',
  summary: 'Create documents, or change those that are there',
  params: { ...bulkParams, documents: documentsParam },
  async action(call) {
    const { params } = call;
    refuseTooMany(call, params.documents, 'documents');
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const rows = rowsOf(params.documents, await placeOf(call, opened, 'upsert'), 'upsert');
    return call.write((writing) => writeRows(call, writing, rows));
  },
});
