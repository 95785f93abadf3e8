import { scenarios, type World } from '../../../../../scenarios.js';
import { make } from '../../../given.js';
import { logScenarios, record } from '../../../logs/scenarios.js';
import { givenCollection, givenDocument, inThings } from '../given.js';
import { listDocumentLogs } from './list.js';

const params = { ...inThings, documentId: 'one' };
const resource = 'database/db/collection/things/document/one';

async function given(world: World): Promise<void> {
  await givenCollection(world, { documentSecurity: true });
  await givenDocument(world, 'one', { title: 'A' }, [`read("user:${world.user.id}")`]);
}

const missing = { status: 404, type: 'document_not_found' };

scenarios(listDocumentLogs, [
  ...logScenarios({
    given,
    params,
    spelled: { databaseId: 'DB', collectionId: 'Things', documentId: 'ONE' },
    resource,
    others: ['database/db/collection/things', `${resource}2`, 'database/db/collection/things2/document/one'],
    as: ['key', 'admin', 'user'],
  }),
  ...(['other', 'guest'] as const).map((as) => ({
    name: `for who may not read the document (${as}) it is not there`,
    as,
    given,
    params,
    expect: missing,
  })),
  { name: 'a missing document is told', as: 'key', given, params: { ...params, documentId: 'two' }, expect: missing },
  {
    name: 'a missing collection is told',
    as: 'key',
    given,
    params: { ...params, collectionId: 'nowhere' },
    expect: { status: 404, type: 'collection_not_found' },
  },
  {
    name: 'a missing database is told',
    as: 'key',
    params,
    expect: { status: 404, type: 'database_not_found' },
  },
  {
    name: 'a disabled collection is there for the console only',
    as: 'key',
    async given(world) {
      await given(world);
      await make(world, 'PUT', '/databases/db/collections/things', { name: 'Things', enabled: false });
    },
    params,
    expect: { status: 404, type: 'collection_not_found' },
  },
  {
    name: 'the console sees those of a disabled collection',
    as: 'admin',
    async given(world) {
      await given(world);
      await make(world, 'PUT', '/databases/db/collections/things', { name: 'Things', enabled: false });
      await record(world, resource);
    },
    params,
    expect: { status: 200, body: { total: 1 } },
  },
]);
