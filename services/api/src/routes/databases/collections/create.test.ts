import { expect, it, jest } from '@jest/globals';
import { makeWorld, onBothProfiles, scenarios } from '../../../scenarios.js';
import { givenDatabase, givenThings, make, readIn, refusalsInDatabase, settle } from '../given.js';
import { createCollection } from './create.js';

const params = { databaseId: 'db', collectionId: 'things', name: 'Things' };

scenarios(createCollection, [
  {
    name: 'makes an empty collection that can be used at once',
    as: 'key',
    given: givenDatabase,
    params: { ...params, permissions: ['write("any")', 'read("any")', 'read("any")'], documentSecurity: '1' },
    expect: {
      status: 201,
      body: {
        $id: 'things',
        $permissions: ['create("any")', 'update("any")', 'delete("any")', 'read("any")'],
        databaseId: 'db',
        name: 'Things',
        enabled: true,
        documentSecurity: true,
        attributes: [],
        indexes: [],
      },
      events: ['databases.db.collections.things.create'],
    },
    async after(world, { body }) {
      expect((await readIn(world, '')).body).toEqual(body);
      expect((await readIn(world, 'documents')).body).toEqual({ total: 0, documents: [] });
      const { audit } = world.changes[0] ?? {};
      expect(audit).toMatchObject({ event: 'collection.create', resource: 'database/db/collection/things' });
    },
  },
  {
    name: 'grants nothing and takes no notice of documents unless told so',
    as: 'admin',
    given: givenDatabase,
    params: { ...params, collectionId: 'unique()' },
    expect: { status: 201, body: { $permissions: [], documentSecurity: false } },
    after: async (world, { body }) => {
      expect(world.changes[0]?.events[0]).toBe(`databases.db.collections.${body.$id}.create`);
    },
  },
  {
    name: 'an ID in use is refused, in any case',
    as: 'key',
    given: givenThings,
    params: { ...params, collectionId: 'THINGS' },
    expect: { status: 409, type: 'collection_already_exists' },
  },
  {
    name: 'another database may have a collection of the same ID',
    as: 'key',
    async given(world) {
      await givenThings(world);
      await make(world, 'POST', '/databases', { databaseId: 'other', name: 'Other' });
    },
    params: { ...params, databaseId: 'other' },
    expect: { status: 201, body: { $id: 'things', databaseId: 'other' } },
  },
  ...refusalsInDatabase(params),
  ...[
    { collectionId: '' },
    { name: '' },
    { name: 'x'.repeat(129) },
    { documentSecurity: 'yes' },
    { permissions: ['read(any)'] },
    { permissions: ['execute("any")'] },
    { permissions: Array(101).fill('read("any")') },
  ].map((wrong) => ({
    name: `${JSON.stringify(wrong).slice(0, 40)} is refused`,
    as: 'key' as const,
    given: givenDatabase,
    params: { ...params, ...wrong },
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);

onBothProfiles('the tables of a new collection', (stage) => {
  it('are made under the older path too, where the database is named default', async () => {
    const world = await makeWorld(stage());
    await make(world, 'POST', '/databases', { databaseId: 'default', name: 'Default' });
    const made = await make(world, 'POST', '/database/collections', { collectionId: 'old', name: 'Old' });
    expect(made.body).toMatchObject({ $id: 'old', databaseId: 'default' });
    expect((await make(world, 'GET', '/databases/default/collections/old/documents')).body).toMatchObject({ total: 0 });
  });

  it('leave no collection behind when they cannot be made', async () => {
    const world = await makeWorld(stage());
    await givenDatabase(world);
    const { engine } = world.connections.store;
    if (engine.dialect.transactionalSchema) return; // one transaction there: nothing to undo
    stage().recorded.length = 0;
    const alter = jest.spyOn(engine, 'alter').mockRejectedValueOnce(new Error('The disk is full.'));
    const answer = await world.call({ method: 'POST', path: '/v1/databases/db/collections', as: 'key', body: params });
    alter.mockRestore();
    expect(answer.status).toBe(500);
    expect((await readIn(world, '')).body.type).toBe('collection_not_found');
    expect(stage().recorded).toEqual([]);
    await make(world, 'POST', '/databases/db/collections', params);
  });

  it('are made by the worker when the process died before it could', async () => {
    const world = await makeWorld(stage());
    await givenDatabase(world);
    const { engine } = world.connections.store;
    if (engine.dialect.transactionalSchema) return; // one transaction there: never half done
    const alter = jest.spyOn(engine, 'alter').mockResolvedValueOnce(undefined);
    await make(world, 'POST', '/databases/db/collections', params);
    alter.mockRestore();
    expect((await readIn(world, 'documents')).status).toBe(500);
    await settle(world);
    expect((await readIn(world, 'documents')).body).toMatchObject({ total: 0 });
  });
});
