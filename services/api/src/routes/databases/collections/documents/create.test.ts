import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { createDocument } from './create.js';
import { givenCollection, givenDocument, inThings } from './given.js';

const open = (world: Parameters<typeof givenCollection>[0]) =>
  givenCollection(world, { permissions: ['create("users")', 'create("guests")'], documentSecurity: true });
const params = (data: unknown, rest: object = {}) => ({ ...inThings, documentId: 'one', data, ...rest });
const event = 'databases.db.collections.things.documents.one.create';

scenarios(createDocument, [
  {
    name: "a user's document belongs to that user",
    as: 'user',
    given: open,
    params: params({ title: 'A', count: 3, at: '2020-01-31 10:00', tags: ['x'] }),
    expect: {
      status: 201,
      body: ({ user }) => ({
        $id: 'one',
        title: 'A',
        count: 3,
        ratio: null,
        done: false,
        at: '2020-01-31T10:00:00.000+00:00',
        tags: ['x'],
        $permissions: [`read("user:${user.id}")`, `update("user:${user.id}")`, `delete("user:${user.id}")`],
        $databaseId: 'db',
        $collectionId: 'things',
      }),
      events: [event],
    },
    async after(world, { body }) {
      expect(body.$internalId).toBeUndefined();
      const again = await world.call({
        method: 'GET',
        path: '/v1/databases/db/collections/things/documents/one',
        as: 'user',
      });
      expect(again.body).toEqual(body);
      const change = world.changes[0];
      expect(change?.events).toHaveLength(22);
      expect(JSON.parse(change?.payload ?? '{}')).toEqual(body);
      expect(change?.realtime).toEqual({
        project: world.project.$internalId,
        payload: body,
        channels: [
          'documents',
          'databases.db.collections.things.documents',
          'databases.db.collections.things.documents.one',
        ],
        roles: [`user:${world.user.id}`],
      });
      expect(change?.audit).toMatchObject({ event: 'document.create', resource: 'database/db/collection/things' });
    },
  },
  {
    name: 'a document of a key belongs to nobody',
    as: 'key',
    given: open,
    params: params({ title: 'A' }, { documentId: 'unique()' }),
    expect: { status: 201, body: { $permissions: [] } },
  },
  {
    name: 'a guest may create where guests may',
    given: open,
    params: params({ title: 'A' }),
    expect: { status: 201, body: { $permissions: [] }, events: [event] },
  },
  {
    name: 'write is expanded in place and duplicates are dropped',
    as: 'key',
    given: open,
    params: params({ title: 'A' }, { permissions: ['read("any")', 'write("any")', 'update("any")'] }),
    expect: { status: 201, body: { $permissions: ['read("any")', 'update("any")', 'delete("any")'] }, events: [event] },
  },
  {
    name: 'data may come as JSON text',
    as: 'key',
    given: open,
    params: params('{"title":"A"}'),
    expect: { status: 201, events: [event] },
  },
  {
    name: '64-bit numbers come back to the digit',
    as: 'key',
    given: open,
    rawBody: '{"documentId":"one","data":{"count":9223372036854775807}}',
    params: inThings,
    expect: { status: 201, body: { count: 9223372036854775807n }, events: [event] },
  },
  {
    name: 'without the right it is refused',
    as: 'user',
    given: (world) => givenCollection(world),
    params: params({ title: 'A' }),
    expect: { status: 401, type: 'user_unauthorized' },
  },
  {
    name: 'a role that the caller lacks cannot be granted',
    as: 'user',
    given: open,
    params: params({ title: 'A' }, { permissions: ['read("team:other")'] }),
    expect: { status: 401, type: 'user_unauthorized' },
  },
  {
    name: 'create is no permission of a document',
    as: 'key',
    given: open,
    params: params({ title: 'A' }, { permissions: ['create("any")'] }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  {
    name: 'an ID in use is refused, in any case',
    as: 'key',
    given: async (world) => {
      await open(world);
      await givenDocument(world, 'One', { title: 'A' });
    },
    params: params({ title: 'B' }),
    expect: { status: 409, type: 'document_already_exists' },
  },
  {
    name: 'an unknown database is told',
    as: 'key',
    params: params({ title: 'A' }),
    expect: { status: 404, type: 'database_not_found' },
  },
  {
    name: 'an unknown collection is told',
    as: 'key',
    given: open,
    params: { ...params({ title: 'A' }), collectionId: 'none' },
    expect: { status: 404, type: 'collection_not_found' },
  },
  {
    name: 'a disabled collection is hidden from keys',
    as: 'key',
    given: (world) => givenCollection(world, { enabled: false }),
    params: params({ title: 'A' }),
    expect: { status: 404, type: 'collection_not_found' },
  },
  {
    name: 'a disabled collection is open to console members',
    as: 'admin',
    given: (world) => givenCollection(world, { enabled: false }),
    params: params({ title: 'A' }),
    expect: { status: 201, body: { $permissions: [] }, events: [event] },
  },
  ...([{}, [], '[]'] as const).map((data) => ({
    name: `empty data ${JSON.stringify(data)} is refused`,
    as: 'key' as const,
    given: open,
    params: params(data),
    expect: { status: 400, type: 'document_missing_payload' },
  })),
  ...(
    [
      [{ nothing: 1 }, 'nothing'],
      [{ title: 'x'.repeat(21) }, 'title'],
      [{ title: 5 }, 'title'],
      [{ count: 1.5 }, 'count'],
      [{ done: 'true' }, 'done'],
      [{ at: '2021-02-30' }, 'at'],
      [{ tags: 'x' }, 'tags'],
      [{ tags: ['x'.repeat(11)] }, 'tags'],
      [{ ratio: 'NaN' }, 'ratio'],
      [{ $id: 'two', title: 'A' }, ''],
    ] as const
  ).map(([data, key]) => ({
    name: `${JSON.stringify(data).slice(0, 40)} is refused and nothing of it is stored`,
    as: 'key' as const,
    given: open,
    params: params(data),
    expect: { status: 400, type: 'document_invalid_structure' },
    async after(world: Parameters<typeof givenCollection>[0], { body }: { body: Record<string, unknown> }) {
      expect(body.message).toContain(key);
      const list = await world.call({
        method: 'GET',
        path: '/v1/databases/db/collections/things/documents',
        as: 'key',
      });
      expect(list.body.total).toBe(0);
    },
  })),
]);
