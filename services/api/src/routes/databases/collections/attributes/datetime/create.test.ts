import { scenarios } from '../../../../../scenarios.js';
import { creations } from '../scenarios.js';
import { createDatetimeAttribute } from './create.js';

scenarios(
  createDatetimeAttribute,
  creations({
    tail: 'datetime',
    least: {},
    view: { type: 'datetime', format: '' },
    fitting: '2030-01-31T12:00:00.000+02:00',
    read: '2030-01-31T10:00:00.000+00:00',
  }),
);
