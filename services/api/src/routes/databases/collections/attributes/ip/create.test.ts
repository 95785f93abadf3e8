import { scenarios } from '../../../../../scenarios.js';
import { creations } from '../scenarios.js';
import { createIpAttribute } from './create.js';

scenarios(
  createIpAttribute,
  creations({
    tail: 'ip',
    least: {},
    view: { type: 'string', format: 'ip' },
    fitting: '2001:db8::1',
  }),
);
