import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { deleteDocument } from './delete.js';
import { givenCollection, givenDocument, inThings } from './given.js';

async function given(world: World) {
  await givenCollection(world, { documentSecurity: true });
  await givenDocument(world, 'one', { title: 'A' }, [`delete("user:${world.user.id}")`, `read("any")`]);
}
const at = { ...inThings, documentId: 'one' };

scenarios(deleteDocument, [
  {
    name: 'it is gone, and the event carries what it was',
    as: 'user',
    given,
    params: at,
    expect: { status: 204, events: ['databases.db.collections.things.documents.one.delete'] },
    async after(world) {
      expect(JSON.parse(world.changes[0]?.payload ?? '{}')).toMatchObject({ $id: 'one', title: 'A' });
      expect(world.changes[0]?.realtime?.roles).toEqual(['any']);
      expect(
        (await world.call({ method: 'GET', path: '/v1/databases/db/collections/things/documents/one', as: 'key' })).body
          .type,
      ).toBe('document_not_found');
    },
  },
  {
    name: 'without the right it stays',
    as: 'other',
    given,
    params: at,
    expect: { status: 401, type: 'user_unauthorized' },
  },
  { name: 'a guest is refused', given, params: at, expect: { status: 401, type: 'user_unauthorized' } },
  {
    name: 'what is not there is told',
    as: 'user',
    given,
    params: { ...at, documentId: 'none' },
    expect: { status: 404, type: 'document_not_found' },
  },
  {
    name: 'a row changed since the timestamp is left alone',
    as: 'user',
    given,
    headers: { 'X-Appwrite-Timestamp': '2020-01-01' },
    params: at,
    expect: { status: 409, type: 'document_update_conflict' },
  },
]);
