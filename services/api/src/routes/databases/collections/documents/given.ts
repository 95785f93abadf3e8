/** A collection for tests, straight in the store: its attributes are available at once on both profiles. */
import { Collections } from '@plinth/core';
import { tables } from '@plinth/database';
import type { World } from '../../../../scenarios.js';

export interface GivenAttribute {
  readonly key: string;
  readonly type: 'string' | 'integer' | 'double' | 'boolean' | 'datetime';
  readonly size?: number;
  readonly required?: boolean;
  readonly array?: boolean;
  readonly default?: unknown;
  readonly format?: string;
  readonly formatOptions?: Record<string, unknown>;
}

export interface GivenCollection {
  readonly permissions?: readonly string[];
  readonly documentSecurity?: boolean;
  readonly enabled?: boolean;
  readonly attributes?: readonly GivenAttribute[];
}

const ATTRIBUTES: readonly GivenAttribute[] = [
  { key: 'title', type: 'string', size: 20 },
  { key: 'count', type: 'integer' },
  { key: 'ratio', type: 'double' },
  { key: 'done', type: 'boolean', default: false },
  { key: 'at', type: 'datetime' },
  { key: 'tags', type: 'string', size: 10, array: true },
];

/** The database `db` with the collection `things`. */
export async function givenCollection(world: World, options: GivenCollection = {}): Promise<void> {
  const { store, projects } = world.connections;
  const number = world.project.$internalId;
  const { permissions = [], documentSecurity = false, enabled = true, attributes = ATTRIBUTES } = options;
  await store.write(async (transaction) => {
    const writer = transaction.in(number);
    const database = await writer.create('databases', { $id: 'db', $permissions: [], name: 'DB', search: 'db' });
    const parent = { databaseInternalId: database.$internalId, databaseId: 'db' };
    const collection = await writer.create('collections', {
      $id: 'things',
      $permissions: [...permissions],
      ...parent,
      name: 'Things',
      documentSecurity,
      enabled,
      search: 'things',
    });
    const owner = { ...parent, collectionInternalId: collection.$internalId, collectionId: 'things' };
    for (const { key, type, size = 0, ...rest } of attributes) {
      await writer.create('attributes', {
        $id: `${database.$internalId}_${collection.$internalId}_${key}`,
        $permissions: [],
        ...owner,
        key,
        type,
        size,
        status: 'available',
        ...rest,
      });
    }
  });
  const project = await projects.open(world.project.$id);
  const opened = project && (await new Collections(store).read(project, 'db', 'things'));
  if (!opened) throw new Error('The collection was not made.');
  await store.engine.alter(tables.createTables(opened.collection));
}

/** A document of that collection, past every check of permissions. */
export async function givenDocument(
  world: World,
  $id: string,
  data: Record<string, unknown>,
  permissions: readonly string[] = [],
): Promise<void> {
  const answer = await world.call({
    method: 'POST',
    path: '/v1/databases/db/collections/things/documents',
    as: 'key',
    body: { documentId: $id, data, permissions },
  });
  if (answer.status !== 201) throw new Error(`The document was not made: ${JSON.stringify(answer.body)}`);
}

export const inThings = { databaseId: 'db', collectionId: 'things' };
