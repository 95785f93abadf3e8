import { scenarios } from '../../../../../scenarios.js';
import { type ChangeOfAttribute, updates } from '../scenarios.js';
import { updateIpAttribute } from './update.js';

const type: ChangeOfAttribute = {
  tail: 'ip',
  least: {},
  view: { type: 'string', format: 'ip' },
  fitting: '2001:db8::1',
  foreign: ['url', {}],
};

scenarios(updateIpAttribute, updates(type));
