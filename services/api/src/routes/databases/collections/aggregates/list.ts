import { type Aggregate, aggregateNames, grants } from '@plinth/database';
import { AppError, invalidArgument } from '@plinth/definitions';
import { query, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { documentQueries, readQueries } from '../../../lists.js';
import { collectionParams, collectionPath, openEnabledCollection } from '../collection.js';
import { familyOf } from '../documents/related.js';

/** `count()`, `sum("price")`; the attribute may stand without quotes. */
const AGGREGATE = /^(\w+)\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()]*?))\s*\)$/;

export const listAggregates = route({
  name: 'databases.listAggregates',
  method: 'GET',
  path: `${collectionPath}/aggregates`,
  summary: 'Count and add up documents',
  scope: 'documents.read',
  auth: ['session', 'jwt', 'key'],
  params: {
    ...collectionParams,
    queries: documentQueries,
    aggregates: query(
      rules.arrayOf(rules.text(100), 20, 1),
      'What is worked out: `count()`, `sum("key")`, `average`, `min`, `max`, `distinct`.',
    ),
    groupBy: query(rules.arrayOf(rules.text(36), 3), 'Attributes whose equal values make a group.').optional([]),
  },
  response: { status: 200, model: 'aggregateList' },
  async action(call) {
    const { params, actor } = call;
    const opened = await openEnabledCollection(call, params.databaseId, params.collectionId);
    const { collection, row } = opened;
    if (!row.documentSecurity && !('bypass' in actor.access) && !grants(row.$permissions, 'read', actor.access.roles))
      throw new AppError('collection_not_found');
    const groups = await call.documents.aggregate(collection, readQueries(params.queries), {
      access: actor.access,
      family: await familyOf(call, opened),
      aggregates: params.aggregates.map(readAggregate),
      groupBy: params.groupBy ?? [],
    });
    return { total: groups.length, groups };
  },
});

function readAggregate(text: string): Aggregate {
  const [, given = '', ...keys] = AGGREGATE.exec(text.trim()) ?? [];
  const name = aggregateNames.find((each) => each === given);
  if (!name)
    throw invalidArgument('aggregates', `${JSON.stringify(text)} is none; there are ${aggregateNames.join(', ')}.`);
  return { name, attribute: keys.find((key) => key !== undefined) ?? '' };
}
