import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { givenCollection, givenDocument, inThings } from './given.js';
import { updateDocument } from './update.js';

async function given(world: World) {
  await givenCollection(world, { documentSecurity: true });
  const { id } = world.user;
  await givenDocument(world, 'one', { title: 'A', count: 1 }, [`read("user:${id}")`, `update("user:${id}")`]);
}
const at = { ...inThings, documentId: 'one' };
const event = 'databases.db.collections.things.documents.one.update';

scenarios(updateDocument, [
  {
    name: 'only the keys that are sent change',
    as: 'user',
    given,
    params: { ...at, data: { count: 2 } },
    expect: { status: 200, body: { title: 'A', count: 2 }, events: [event] },
  },
  {
    name: 'null clears, and gives a default back',
    as: 'user',
    given,
    params: { ...at, data: { title: null, done: null } },
    expect: { status: 200, body: { title: null, done: false }, events: [event] },
  },
  {
    name: 'a read document may be sent back as a whole',
    as: 'user',
    given,
    params: {
      ...at,
      data: {
        $id: 'one',
        $createdAt: 'x',
        $permissions: ['read("any")'],
        $databaseId: 'db',
        $collectionId: 'things',
        title: 'B',
      },
    },
    expect: {
      status: 200,
      body: ({ user }) => ({ title: 'B', $permissions: [`read("user:${user.id}")`, `update("user:${user.id}")`] }),
      events: [event],
    },
  },
  {
    name: 'an empty list of permissions clears them',
    as: 'user',
    given,
    params: { ...at, permissions: [] },
    expect: { status: 200, body: { $permissions: [], title: 'A' }, events: [event] },
  },
  {
    name: 'neither data nor permissions is refused',
    as: 'user',
    given,
    params: at,
    expect: { status: 400, type: 'document_missing_payload' },
  },
  {
    name: 'a missing document is told before any right',
    as: 'other',
    given,
    params: { ...at, documentId: 'none', data: { count: 2 } },
    expect: { status: 404, type: 'document_not_found' },
  },
  {
    name: "somebody else's document is refused and stays",
    as: 'other',
    given,
    params: { ...at, data: { count: 2 } },
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) =>
      expect(
        (await world.call({ method: 'GET', path: '/v1/databases/db/collections/things/documents/one', as: 'key' })).body
          .count,
      ).toBe(1),
  },
  {
    name: 'a role that the caller lacks cannot be granted',
    as: 'user',
    given,
    params: { ...at, permissions: ['read("guests")'] },
    expect: { status: 401, type: 'user_unauthorized' },
  },
  {
    name: 'a row changed since the timestamp is left alone',
    as: 'user',
    given,
    headers: { 'X-Appwrite-Timestamp': '2020-01-01' },
    params: { ...at, data: { count: 2 } },
    expect: { status: 409, type: 'document_update_conflict' },
  },
  {
    name: 'a timestamp of now goes through',
    as: 'user',
    given,
    headers: { 'X-Appwrite-Timestamp': '2100-01-01T00:00:00.000+00:00' },
    params: { ...at, data: { count: 2 } },
    expect: { status: 200, events: [event] },
  },
  {
    name: 'a timestamp that is none is refused',
    as: 'user',
    given,
    headers: { 'X-Appwrite-Timestamp': 'soon' },
    params: { ...at, data: { count: 2 } },
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'an unknown key is named',
    as: 'user',
    given,
    params: { ...at, data: { nothing: 1, count: 2 } },
    expect: { status: 400, type: 'document_invalid_structure' },
  },
]);
