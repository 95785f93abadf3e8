import { integer, model, string, strings } from './fields.js';

const error = [string('message'), string('code'), string('type', 'unknown'), string('version')];

export const generalModels = [
  model('none', [], { none: true }),

  model('any', [], { any: true }),

  model('error', error),

  model('errorDev', [...error, string('file'), integer('line'), strings('trace')]),

  model('consoleVariables', [
    string('_APP_DOMAIN_TARGET'),
    integer('_APP_STORAGE_LIMIT', ''),
    integer('_APP_FUNCTIONS_SIZE_LIMIT', ''),
    string('_APP_USAGE_STATS'),
  ]),

  model('mock', [string('result')]),
];
