import { scenarios } from '../../../scenarios.js';
import { changeUser } from '../../account/fixtures.js';
import { of, refusals } from '../given.js';
import { getUserPrefs } from './get.js';

scenarios(getUserPrefs, [
  { name: 'nothing chosen is an empty object', as: 'key', params: of(), expect: { status: 200, body: {}, events: [] } },
  {
    name: 'the bare object is given, with any keys',
    as: 'admin',
    given: (world) => changeUser(world, { prefs: { theme: 'dark', 日本: ['👩‍👩‍👧‍👦'], $id: 1 } }),
    params: of(),
    expect: { status: 200, body: { theme: 'dark', 日本: ['👩‍👩‍👧‍👦'], $id: 1 } },
  },
  ...refusals(),
]);
