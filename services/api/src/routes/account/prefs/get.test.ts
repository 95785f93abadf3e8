import { scenarios } from '../../../scenarios.js';
import { changeUser } from '../fixtures.js';
import { getPrefs } from './get.js';

scenarios(getPrefs, [
  { name: 'nothing chosen is an empty object', as: 'user', expect: { status: 200, body: {} } },
  {
    name: 'the bare object is given, with any keys',
    as: 'user',
    given: (world) => changeUser(world, { prefs: { theme: 'dark', 日本: ['👩‍👩‍👧‍👦'], $id: 1 } }),
    expect: { status: 200, body: { theme: 'dark', 日本: ['👩‍👩‍👧‍👦'], $id: 1 } },
  },
  { name: 'a guest has none', expect: { status: 401, type: 'general_unauthorized_scope' } },
  {
    name: 'a console member in admin mode has none here',
    as: 'admin',
    expect: { status: 401, type: 'user_unauthorized' },
  },
]);
