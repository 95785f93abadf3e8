import { documentPermissionTypes, invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { readQueries } from '../../../lists.js';
import { placeOf, splitData } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { readData } from '../documents/document.js';
import { bulkParams, bulkWriting, documentsParam, idsOf, refuseTooMany, rowsOf, writeRows } from './bulk.js';

export const updateDocuments = route({
  ...bulkWriting,
  name: 'databases.updateDocuments',
  method: 'PATCH',
  summary: 'Change many documents',
  params: {
    ...bulkParams,
    documents: { ...documentsParam, required: false, default: null },
    queries: body(rules.queries(), 'Filters, orders and limit that choose documents for one change.').optional(),
    data: body(rules.json(), 'Values that all chosen documents get.').optional(),
    permissions: body(rules.permissions(documentPermissionTypes), 'Permissions that they all get.').optional(),
  },
  async action(call) {
    const { params } = call;
    const { documents, queries, permissions } = params;
    if ((documents === null) === (queries === null))
      throw invalidArgument('documents', 'either they are given, or `queries` choose them.');
    if (documents) refuseTooMany(call, documents, 'documents');
    const chosen = queries ? readQueries(queries) : null;
    const { data } = splitData(readData(params.data));
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const place = await placeOf(call, opened, 'update');
    return call.write(async (writing) => {
      if (!chosen) return writeRows(call, writing, rowsOf(documents ?? [], place, 'update'));
      const ids = await idsOf(call, writing, place, chosen);
      const rows = ids.map((id, index) => ({
        index,
        $id: id,
        step: { ...place, action: 'update' as const, id, data, permissions },
      }));
      return writeRows(call, writing, rows);
    });
  },
});
