import type { Model } from '../model.js';
import { datetime, integer, many, model, string } from './fields.js';

/** Series of metrics over a range. */
function usage(type: string, metrics: readonly string[]): Model {
  return model(type, [string('range'), ...metrics.map((name) => many(name, 'metric'))]);
}

export const usageModels = [
  model('metric', [integer('value', -1), datetime('date')]),

  usage('usageDatabases', [
    'databasesCount',
    'documentsCount',
    'collectionsCount',
    'databasesCreate',
    'databasesRead',
    'databasesUpdate',
    'databasesDelete',
    'documentsCreate',
    'documentsRead',
    'documentsUpdate',
    'documentsDelete',
    'collectionsCreate',
    'collectionsRead',
    'collectionsUpdate',
    'collectionsDelete',
  ]),

  usage('usageDatabase', [
    'documentsCount',
    'collectionsCount',
    'documentsCreate',
    'documentsRead',
    'documentsUpdate',
    'documentsDelete',
    'collectionsCreate',
    'collectionsRead',
    'collectionsUpdate',
    'collectionsDelete',
  ]),

  usage('usageCollection', [
    'documentsCount',
    'documentsCreate',
    'documentsRead',
    'documentsUpdate',
    'documentsDelete',
  ]),

  usage('usageUsers', [
    'usersCount',
    'usersCreate',
    'usersRead',
    'usersUpdate',
    'usersDelete',
    'sessionsCreate',
    'sessionsProviderCreate',
    'sessionsDelete',
  ]),

  usage('usageStorage', [
    'storage',
    'filesCount',
    'bucketsCount',
    'bucketsCreate',
    'bucketsRead',
    'bucketsUpdate',
    'bucketsDelete',
    'filesCreate',
    'filesRead',
    'filesUpdate',
    'filesDelete',
  ]),

  usage('usageBuckets', ['filesCount', 'filesStorage', 'filesCreate', 'filesRead', 'filesUpdate', 'filesDelete']),

  usage('usageFunctions', [
    'executionsTotal',
    'executionsFailure',
    'executionsSuccess',
    'executionsTime',
    'buildsTotal',
    'buildsFailure',
    'buildsSuccess',
    'buildsTime',
  ]),

  usage('usageFunction', [
    'executionsTotal',
    'executionsFailure',
    'executionsSuccess',
    'executionsTime',
    'buildsTotal',
    'buildsFailure',
    'buildsSuccess',
    'buildsTime',
  ]),

  usage('usageProject', ['requests', 'network', 'executions', 'documents', 'databases', 'users', 'storage', 'buckets']),
];
