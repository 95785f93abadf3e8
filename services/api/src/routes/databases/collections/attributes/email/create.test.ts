import { scenarios } from '../../../../../scenarios.js';
import { creations } from '../scenarios.js';
import { createEmailAttribute } from './create.js';

scenarios(
  createEmailAttribute,
  creations({
    tail: 'email',
    least: {},
    view: { type: 'string', format: 'email' },
    fitting: 'ann@person.test',
  }),
);
