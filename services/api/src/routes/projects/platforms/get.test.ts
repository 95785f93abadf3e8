import { scenarios } from '../../../scenarios.js';
import { platforms } from '../child-scenarios.js';
import { getPlatform } from './get.js';

scenarios(getPlatform, [
  {
    name: 'shows all of it',
    as: 'consoleUser',
    given: platforms.make(),
    params: (world) => platforms.params(world),
    expect: { status: 200, body: { type: 'android', name: 'App', key: 'com.app', store: '', hostname: '' } },
  },
  ...platforms.reads(),
]);
