import { scenarios } from '../../../scenarios.js';
import { DOMAIN_TARGET, domains } from '../child-scenarios.js';
import { getDomain } from './get.js';

scenarios(
  getDomain,
  [
    {
      name: 'shows all of it',
      as: 'consoleUser',
      given: domains.make({ domain: 'api.example.org' }),
      params: (world) => domains.params(world),
      expect: {
        status: 200,
        body: {
          domain: 'api.example.org',
          registerable: 'example.org',
          tld: 'org',
          verification: false,
          certificateId: '',
        },
      },
    },
    ...domains.reads(),
  ],
  { _APP_DOMAIN_TARGET: DOMAIN_TARGET },
);
