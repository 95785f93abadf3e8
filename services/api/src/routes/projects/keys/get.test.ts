import { scenarios } from '../../../scenarios.js';
import { keys } from '../child-scenarios.js';
import { getKey } from './get.js';

scenarios(getKey, [
  {
    name: 'shows all of it',
    as: 'consoleUser',
    given: keys.make(),
    params: (world) => keys.params(world),
    expect: { status: 200, body: { name: 'Second', scopes: ['users.read'], sdks: [] } },
  },
  ...keys.reads(),
]);
