import type { Model } from '../model.js';
import { integer, many, model } from './fields.js';

/** A page of documents of one model, and how many there are. */
function list(name: string, type: string): Model {
  return model(`${type}List`, [integer('total'), many(name, type)]);
}

export const listModels = [
  list('documents', 'document'),
  list('collections', 'collection'),
  list('databases', 'database'),
  list('indexes', 'index'),
  list('users', 'user'),
  list('sessions', 'session'),
  list('logs', 'log'),
  list('files', 'file'),
  list('buckets', 'bucket'),
  list('teams', 'team'),
  list('memberships', 'membership'),
  list('functions', 'function'),
  list('runtimes', 'runtime'),
  list('deployments', 'deployment'),
  list('executions', 'execution'),
  list('builds', 'build'),
  list('projects', 'project'),
  list('webhooks', 'webhook'),
  list('keys', 'key'),
  list('platforms', 'provider'),
  list('platforms', 'platform'),
  list('domains', 'domain'),
  list('countries', 'country'),
  list('continents', 'continent'),
  list('languages', 'language'),
  list('currencies', 'currency'),
  list('phones', 'phone'),
  list('metrics', 'metric'),
  list('variables', 'variable'),
];
