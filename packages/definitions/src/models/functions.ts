import { boolean, datetime, float, integer, many, meta, model, string, strings } from './fields.js';

export const functionsModels = [
  model('function', [
    ...meta,
    strings('execute'),
    string('name'),
    boolean('enabled', true),
    string('runtime'),
    string('deployment'),
    many('vars', 'variable'),
    strings('events'),
    string('schedule'),
    datetime('scheduleNext'),
    datetime('schedulePrevious'),
    integer('timeout', 15),
  ]),

  model('runtime', [
    string('$id'),
    string('name'),
    string('version'),
    string('base'),
    string('image'),
    string('logo'),
    strings('supports', ''),
  ]),

  model('deployment', [
    ...meta,
    string('resourceId'),
    string('resourceType'),
    string('entrypoint'),
    integer('size'),
    string('buildId'),
    boolean('activate'),
    string('status'),
    string('buildStdout'),
    string('buildStderr'),
    integer('buildTime'),
  ]),

  model('execution', [
    ...meta,
    strings('$permissions', ''),
    string('functionId'),
    string('trigger'),
    string('status'),
    integer('statusCode'),
    string('response'),
    string('stdout'),
    string('stderr'),
    float('duration'),
  ]),

  model('build', [
    string('$id'),
    string('deploymentId'),
    string('status'),
    string('stdout'),
    string('stderr'),
    datetime('startTime'),
    datetime('endTime'),
    integer('duration'),
  ]),

  model('variable', [...meta, string('key'), string('value'), string('functionId')]),
];
