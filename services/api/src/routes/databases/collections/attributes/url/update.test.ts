import { scenarios } from '../../../../../scenarios.js';
import { type ChangeOfAttribute, updates } from '../scenarios.js';
import { updateUrlAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'url',
  least: {},
  view: { type: 'string', format: 'url' },
  fitting: 'https://person.test/a?b#c',
  foreign: ['ip', {}],
};

scenarios(updateUrlAttribute, updates(type));
