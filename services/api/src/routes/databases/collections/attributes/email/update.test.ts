import { scenarios } from '../../../../../scenarios.js';
import { type ChangeOfAttribute, updates } from '../scenarios.js';
import { updateEmailAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'email',
  least: {},
  view: { type: 'string', format: 'email' },
  fitting: 'ann@person.test',
  foreign: ['string', { size: 10 }],
};

scenarios(updateEmailAttribute, updates(type));
