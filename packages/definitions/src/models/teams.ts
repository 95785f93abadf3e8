import { boolean, datetime, integer, meta, model, one, string, strings } from './fields.js';

export const teamsModels = [
  model('team', [...meta, string('name'), integer('total'), one('prefs', 'preferences')]),

  model('membership', [
    ...meta,
    string('userId'),
    string('userName'),
    string('userEmail'),
    string('teamId'),
    string('teamName'),
    datetime('invited'),
    datetime('joined'),
    boolean('confirm'),
    strings('roles'),
  ]),
];
