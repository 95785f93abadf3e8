import { invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { readQueries } from '../../../lists.js';
import { placeOf } from '../../steps.js';
import { openEnabledCollection } from '../collection.js';
import { bulkParams, bulkWriting, idsOf, refuseTooMany, writeRows } from './bulk.js';

export const deleteDocuments = route({
  ...bulkWriting,
  name: 'databases.deleteDocuments',
  method: 'DELETE',
  summary: 'Delete many documents',
  params: {
    ...bulkParams,
    documentIds: body(rules.arrayOf(rules.uid(), 100_000, 1), 'IDs of the documents.').optional(),
    queries: body(rules.queries(), 'Filters, orders and limit that choose documents.').optional(),
  },
  async action(call) {
    const { params } = call;
    const { documentIds, queries } = params;
    if ((documentIds === null) === (queries === null))
      throw invalidArgument('documentIds', 'either they are given, or `queries` choose documents.');
    if (documentIds) refuseTooMany(call, documentIds, 'documentIds');
    const chosen = queries ? readQueries(queries) : null;
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const place = await placeOf(call, opened, 'delete');
    return call.write(async (writing) => {
      const ids = chosen ? await idsOf(call, writing, place, chosen) : (documentIds ?? []);
      const rows = ids.map((id, index) => ({
        index,
        $id: id,
        step: { ...place, action: 'delete' as const, id, data: {}, permissions: null },
      }));
      return writeRows(call, writing, rows);
    });
  },
});
