import { scenarios } from '../../../scenarios.js';
import { platforms } from '../child-scenarios.js';
import { updatePlatform } from './update.js';

const make = platforms.make({ type: 'android', name: 'App', key: 'com.app', store: 'shop' });
const change = { name: 'New', key: 'com.new' };

scenarios(updatePlatform, [
  {
    name: 'replaces everything but the kind',
    as: 'consoleUser',
    given: make,
    params: (world) => platforms.params(world, { ...change, type: 'web' }),
    expect: { status: 200, body: { type: 'android', name: 'New', key: 'com.new', store: '' } },
  },
  ...platforms.writes(change),
  {
    name: 'a name is needed',
    as: 'consoleUser',
    given: make,
    params: (world) => platforms.params(world),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
]);
