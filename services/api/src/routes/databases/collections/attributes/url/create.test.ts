import { scenarios } from '../../../../../scenarios.js';
import { givenThings, inThings } from '../../../given.js';
import { creations } from '../scenarios.js';
import { createUrlAttribute } from './create.js';

scenarios(
  createUrlAttribute,
  creations({
    tail: 'url',
    least: {},
    view: { type: 'string', format: 'url' },
    fitting: 'https://person.test/a?b#c',
  }),
);

scenarios(createUrlAttribute, [
  {
    name: 'a default longer than a URL may be is refused',
    as: 'key',
    given: givenThings,
    params: { ...inThings, key: 'k', required: false, default: `https://person.test/${'x'.repeat(2000)}` },
    expect: { status: 400, type: 'attribute_value_invalid' },
  },
  {
    name: 'a default that is no URL is refused',
    as: 'key',
    given: givenThings,
    params: { ...inThings, key: 'k', required: false, default: 'person.test' },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
