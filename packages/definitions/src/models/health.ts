import { integer, model, string } from './fields.js';

export const healthModels = [
  model('healthAntivirus', [string('version'), string('status')]),

  model('healthQueue', [integer('size')]),

  model('healthStatus', [integer('ping'), string('status')]),

  model('healthTime', [integer('remoteTime'), integer('localTime'), integer('diff')]),

  model('healthVersion', [string('version')]),
];
