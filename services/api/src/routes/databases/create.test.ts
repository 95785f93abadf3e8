import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { createDatabase } from './create.js';
import { givenDatabase, make } from './given.js';

scenarios(createDatabase, [
  {
    name: 'a key makes a database',
    as: 'key',
    params: { databaseId: 'Main', name: 'Main data' },
    expect: { status: 201, body: { $id: 'Main', name: 'Main data' }, events: ['databases.Main.create'] },
    async after(world, { body }) {
      const seen = await make(world, 'GET', '/databases/Main');
      expect(seen.body).toEqual(body);
      expect(world.changes[0]?.audit).toMatchObject({ event: 'database.create', resource: 'database/Main' });
    },
  },
  {
    name: 'a console member makes one with an ID of its own',
    as: 'admin',
    params: { databaseId: 'unique()', name: 'Main data' },
    expect: { status: 201 },
    after: async (world, { body }) => {
      expect(body.$id).toMatch(/^[0-9a-f]{20}$/);
      expect(world.changes[0]?.events[0]).toBe(`databases.${body.$id}.create`);
    },
  },
  {
    name: 'an ID in use is refused, in any case',
    as: 'key',
    given: givenDatabase,
    params: { databaseId: 'DB', name: 'Another' },
    expect: { status: 409, type: 'database_already_exists' },
  },
  ...(['guest', 'user'] as const).map((as) => ({
    name: `a ${as} is refused`,
    as,
    params: { databaseId: 'db', name: 'DB' },
    expect: { status: 401, type: 'general_unauthorized_scope' },
  })),
  ...[
    { databaseId: 'db' },
    { databaseId: 'db', name: '' },
    { databaseId: 'db', name: 'x'.repeat(129) },
    { databaseId: '', name: 'DB' },
    { databaseId: '_db', name: 'DB' },
    { databaseId: 'x'.repeat(37), name: 'DB' },
  ].map((params) => ({
    name: `${JSON.stringify(params).slice(0, 50)} is refused`,
    as: 'key' as const,
    params,
    expect: { status: 400, type: 'general_argument_invalid' },
  })),
]);
