import { scenarios } from '../../../../../scenarios.js';
import { type ChangeOfAttribute, updates } from '../scenarios.js';
import { updateBooleanAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'boolean',
  least: {},
  view: { type: 'boolean' },
  fitting: false,
  foreign: ['integer', {}],
};

scenarios(updateBooleanAttribute, updates(type));
