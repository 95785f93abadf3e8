import { serverVersion } from '@plinth/definitions';
import { route } from '../../../route.js';

export const getVersions = route({
  name: 'web.getVersions',
  method: 'GET',
  path: '/versions',
  outside: true,
  summary: 'Get the version of the API and the client libraries made for it',
  scope: 'public',
  auth: [],
  hidden: true,
  params: {},
  response: { status: 200, model: 'any' },
  action: () => ({ server: serverVersion, ...libraries }),
});

/** By platform and language. GraphQL names the date of its specification, REST has no version of its own. */
const libraries = {
  'client-web': '11.0.0',
  'client-flutter': '9.0.0',
  'client-apple': '2.0.0',
  'client-android': '2.0.0',
  'client-graphql': 'October 2021',
  'client-rest': '',
  'console-web': '0.1.0',
  'console-cli': '2.0.2',
  'server-nodejs': '9.0.0',
  'server-deno': '7.0.0',
  'server-php': '8.0.0',
  'server-python': '2.0.0',
  'server-ruby': '8.0.0',
  'server-dart': '8.0.0',
  'server-kotlin': '2.0.0',
  'server-swift': '2.0.0',
  'server-graphql': 'October 2021',
  'server-rest': '',
};
