import { scenarios } from '../../../../../scenarios.js';
import { type ChangeOfAttribute, updates } from '../scenarios.js';
import { updateDatetimeAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'datetime',
  least: {},
  view: { type: 'datetime', format: '' },
  fitting: '2030-01-31T12:00:00.000+02:00',
  read: '2030-01-31T10:00:00.000+00:00',
  foreign: ['string', { size: 10 }],
};

scenarios(updateDatetimeAttribute, updates(type));
