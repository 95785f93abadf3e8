import { expect } from '@jest/globals';
import { newSecret, sha256 } from '@plinth/core';
import { newId } from '@plinth/database';
import { type Scenario, scenarios, type World } from '../../scenarios.js';
import { makeUser } from './given.js';
import { listUsers } from './list.js';

const ids = (body: Record<string, unknown>) => (body.users as { $id: string }[]).map(({ $id }) => $id);

async function givenThree(world: World): Promise<void> {
  await makeUser(world, { userId: 'ann', email: 'first.last@x.test', phone: '+4915112345', name: 'Ann Ärmel' });
  await makeUser(world, { userId: 'bob-1.x', email: 'bob+tag@y.test', name: '👩 Bob o’Hara' });
  await makeUser(world, { userId: 'cid', name: 'Zoë' });
}

const found = (search: string, wanted: readonly string[]): Scenario => ({
  name: `the search for ${JSON.stringify(search)} finds ${wanted.join(' and ') || 'nobody'}`,
  as: 'key',
  given: givenThree,
  params: { search },
  expect: { status: 200, body: { total: wanted.length } },
  after: async (_, { body }) => expect(ids(body)).toEqual(wanted),
});

/** Every world has users of its own besides. */
const MADE = 'equal("$id", ["ann", "bob-1.x", "cid"])';

const filtered = (queries: readonly string[], wanted: readonly string[]): Scenario => ({
  name: `${queries.join(', ')} gives ${wanted.join(', ') || 'nobody'}`,
  as: 'key',
  given: givenThree,
  params: { queries },
  expect: { status: 200 },
  after: async (_, { body }) => expect(ids(body)).toEqual(wanted),
});

const secret = newSecret();

/** A key of the world's project with these scopes. */
const givenKey = ({ connections, project }: World, ...scopes: string[]) =>
  connections.store.write(async (transaction) => {
    const writer = transaction.in(0);
    const id = newId();
    await writer.create('keys', {
      $id: id,
      $permissions: [],
      projectId: project.$id,
      projectInternalId: project.$internalId,
      name: 'Key',
      scopes,
      secret: `${secret}${id}`,
      secretHash: sha256(`${secret}${id}`),
      sdks: [],
    });
    await writer.update('projects', project.$id, {}, { quiet: true });
    return `${secret}${id}`;
  });
const keys = new WeakMap<World, string>();

scenarios(listUsers, [
  {
    name: 'lists everybody, the oldest first, with hashes',
    as: 'key',
    given: givenThree,
    expect: { status: 200, body: { total: 5 }, events: [] },
    async after({ user, other }, { body }) {
      expect(ids(body)).toEqual([user.id, other.id, 'ann', 'bob-1.x', 'cid']);
      expect((body.users as unknown[])[2]).toMatchObject({ hash: 'argon2', hashOptions: { type: 'argon2' } });
      expect(JSON.stringify(body)).not.toContain('passwordHistory');
    },
  },
  {
    name: 'lists them to an admin too',
    as: 'admin',
    params: { queries: ['limit(1)'] },
    expect: { status: 200, body: { total: 2 } },
    after: async ({ user }, { body }) => expect(ids(body)).toEqual([user.id]),
  },
  found('first.last@x.test', ['ann']),
  found('FIRST.LAST', ['ann']),
  found('ann', ['ann']),
  found('armel', ['ann']),
  found('+4915112345', ['ann']),
  found('bob-1.x', ['bob-1.x']),
  found('bob+tag@y.test', ['bob-1.x']),
  found('hara bo', ['bob-1.x']),
  found('zoe', ['cid']),
  found('nobodyatall', []),
  ...['+', '*', '"', '"open', "'", '%', '_', '~', '( ) < >', '\\', '👩', 'a👩b'].map(
    (search): Scenario => ({
      name: `the search for ${search} is answered`,
      as: 'key',
      given: givenThree,
      params: { search },
      expect: { status: 200 },
    }),
  ),
  filtered(['equal("name", ["zoe"])'], ['cid']),
  filtered(['equal("email", ["FIRST.last@x.test"])'], ['ann']),
  filtered(['equal("phone", ["+4915112345"])'], ['ann']),
  filtered(['equal("status", [false])'], []),
  filtered(['equal("emailVerification", [true])'], []),
  filtered(['startsWith("email", ["bob"])', 'equal("phoneVerification", [false])'], ['bob-1.x']),
  filtered(['isNull("passwordUpdate")', 'orderDesc("$id")'], ['cid', 'bob-1.x', 'ann']),
  filtered(['equal("status", [true])', 'equal("emailVerification", [false])', MADE], ['ann', 'bob-1.x', 'cid']),
  filtered(['equal("$id", ["cid", "ann"])', 'orderDesc("$id")'], ['cid', 'ann']),
  filtered(['greaterThan("registration", ["2100-01-01"])'], []),
  filtered(['cursorAfter("ann")'], ['bob-1.x', 'cid']),
  filtered(['cursorBefore("bob-1.x")', 'limit(1)'], ['ann']),
  {
    name: 'a cursor of nobody is refused',
    as: 'key',
    params: { queries: ['cursorAfter("nobody")'] },
    expect: { status: 400, type: 'general_cursor_not_found' },
  },
  ...[
    'startsWith("password", ["$argon2"])',
    'equal("hash", ["argon2"])',
    'orderAsc("password")',
    'equal("prefs", ["x"])',
    'equal("search", ["x"])',
    'limit(-1)',
    'offset(-1)',
    'fly("name")',
    '__proto__("name")',
  ].map(
    (query): Scenario => ({
      name: `${query} is refused`,
      as: 'key',
      params: { queries: [query] },
      expect: { status: 400, type: 'general_argument_invalid' },
    }),
  ),
  {
    name: '257 characters of a search are refused',
    as: 'key',
    params: { search: 'x'.repeat(257) },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'a key that may do everything else is refused',
    given: async (world) => keys.set(world, (await givenKey(world, 'users.write', 'teams.read')).value),
    headers: (world) => ({ 'x-appwrite-key': keys.get(world) ?? '' }),
    expect: { status: 401, type: 'general_unauthorized_scope' },
  },
  {
    name: 'a key with the scope is enough',
    given: async (world) => keys.set(world, (await givenKey(world, 'users.read')).value),
    headers: (world) => ({ 'x-appwrite-key': keys.get(world) ?? '' }),
    expect: { status: 200 },
  },
  { name: 'a guest is refused', expect: { status: 401, type: 'general_unauthorized_scope' } },
  { name: 'a user is refused', as: 'user', expect: { status: 401, type: 'general_unauthorized_scope' } },
]);
