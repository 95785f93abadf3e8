import { scenarios } from '../../../../../scenarios.js';
import { creations } from '../scenarios.js';
import { createBooleanAttribute } from './create.js';

scenarios(
  createBooleanAttribute,
  creations({
    tail: 'boolean',
    least: {},
    view: { type: 'boolean' },
    fitting: false,
  }),
);
