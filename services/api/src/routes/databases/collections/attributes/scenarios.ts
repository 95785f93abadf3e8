/** What every route that makes or changes an attribute has in common, as tables for their tests. */
import { expect } from '@jest/globals';
import type { Answer, Scenario, World } from '../../../../scenarios.js';
import {
  createIn,
  deleteIn,
  eventsOf,
  givenDocuments,
  givenText,
  givenThings,
  inThings,
  readIn,
  refusalsInCollection,
  settle,
} from '../../given.js';

export interface TypeOfAttribute {
  /** Last part of its path. */
  readonly tail: string;
  /** The smallest body beside key and `required`. */
  readonly least: Readonly<Record<string, unknown>>;
  /** Fields of the answer that belong to the type. */
  readonly view: Readonly<Record<string, unknown>>;
  /** A default that fits, and how it is read back where that differs. */
  readonly fitting: unknown;
  readonly read?: unknown;
}

const key = 'k';
const stem = 'databases.db.collections.things.attributes.k';

export async function givenAttribute(world: World, { tail, least }: TypeOfAttribute, more: object = {}): Promise<void> {
  await givenThings(world);
  await createIn(world, `attributes/${tail}`, { key, required: false, ...least, ...more });
  await settle(world);
}

/** What a route that makes attributes does whatever their type, and what it refuses. */
export function creations(type: TypeOfAttribute): Scenario[] {
  const { tail, least, view, fitting, read = fitting } = type;
  const params = { ...inThings, key, required: false, ...least };
  const refused = (name: string, more: object, error: string, status = 400): Scenario => ({
    name,
    as: 'key',
    given: givenThings,
    params: { ...params, ...more },
    expect: { status, type: error },
  });
  const table: Scenario[] = [
    {
      name: 'makes an attribute, which becomes available',
      as: 'key',
      given: givenThings,
      params,
      expect: {
        status: 202,
        body: { key, status: 'processing', required: false, array: false, default: null, ...view },
      },
      async after(world, { body }) {
        expect(eventsOf(world)).toEqual([`${stem}.create`]);
        expect(world.changes[0]).toMatchObject({
          audit: { event: 'attribute.create', resource: 'database/db/collection/things' },
          realtime: { project: 0, channels: ['console'], roles: [`team:${world.teamId}`] },
        });
        await settle(world);
        expect((await readIn(world, `attributes/${key}`)).body).toEqual({ ...body, status: 'available' });
        expect((await readIn(world, 'attributes')).body).toEqual({
          total: 1,
          attributes: [{ ...body, status: 'available' }],
        });
      },
    },
    {
      name: 'gives documents its default',
      as: 'admin',
      given: givenThings,
      params: { ...params, default: fitting },
      expect: { status: 202, body: { default: read } },
      async after(world) {
        await settle(world);
        await createIn(world, 'attributes/boolean', { key: 'other', required: false });
        await settle(world);
        await givenDocuments(world, { other: true }, { [key]: null });
        for (const id of ['d0', 'd1']) expect((await readIn(world, `documents/${id}`)).body[key]).toEqual(read);
      },
    },
    {
      name: 'makes a list',
      as: 'key',
      given: givenThings,
      params: { ...params, required: true, array: true },
      expect: { status: 202, body: { required: true, array: true } },
      async after(world) {
        await settle(world);
        await givenDocuments(world, { [key]: [fitting, fitting] });
        expect((await readIn(world, 'documents/d0')).body[key]).toEqual([read, read]);
      },
    },
    refused('a default of a required attribute is refused', { required: true, default: fitting }, UNSUPPORTED),
    refused('a default of a list is refused', { array: true, default: fitting }, UNSUPPORTED),
    refused('a default of another type is refused', { default: { not: 'this' } }, INVALID),
    refused('it must be said whether it is required', { required: undefined }, INVALID),
    refused('text does not say whether it is required', { required: 'true' }, INVALID),
    ...['', '$k', '_k', 'a b', 'ä', 'a`b', 'a"b', 'x'.repeat(37)].map((wrong) =>
      refused(`the key ${JSON.stringify(wrong.slice(0, 9))} is refused`, { key: wrong }, INVALID),
    ),
    {
      name: 'a key in use is refused, in any case',
      as: 'key',
      given: async (world) => {
        await givenThings(world);
        await givenText(world, 'K');
      },
      params,
      expect: { status: 409, type: 'attribute_already_exists' },
    },
    {
      name: 'a collection without room for it is refused, before its key is looked at',
      as: 'key',
      async given(world) {
        await givenThings(world);
        await givenText(world, key, { size: 16008 });
      },
      params,
      expect: { status: 400, type: 'attribute_limit_exceeded' },
    },
    ...refusalsInCollection(params),
  ];
  return table.map((scenario) => ({ ...scenario, name: `${tail}: ${scenario.name}` }));
}

const UNSUPPORTED = 'attribute_default_unsupported';
const INVALID = 'general_argument_invalid';

export interface ChangeOfAttribute extends TypeOfAttribute {
  /** What must be sent beside `required` and `default`. */
  readonly terms?: Readonly<Record<string, unknown>>;
  /** A type whose attributes the route refuses, with the smallest body for one. */
  readonly foreign: readonly [tail: string, least: object];
}

/** What a route that changes attributes does whatever their type, and what it refuses. */
export function updates(type: ChangeOfAttribute): Scenario[] {
  const { tail, view, fitting, read = fitting, terms = {}, foreign } = type;
  const params = { ...inThings, key, required: false, default: null, ...terms };
  const given = (world: World) => givenAttribute(world, type);
  const refused = (name: string, more: object, error: string, before = given): Scenario => ({
    name,
    as: 'key',
    given: before,
    params: { ...params, ...more },
    expect: { status: 400, type: error },
  });
  const table: Scenario[] = [
    {
      name: 'sets a default, which new documents have at once',
      as: 'key',
      async given(world) {
        await given(world);
        await createIn(world, 'attributes/boolean', { key: 'other', required: false });
        await settle(world);
        await givenDocuments(world, { other: true });
      },
      params: { ...params, default: fitting },
      expect: { status: 200, body: { key, status: 'available', required: false, default: read, ...view } },
      async after(world, { body }) {
        expect(eventsOf(world)).toEqual([`${stem}.update`]);
        expect((await readIn(world, `attributes/${key}`)).body).toEqual(body);
        const { body: document } = await createIn(world, 'documents', { documentId: 'new', data: { other: true } });
        expect(document[key]).toEqual(read);
        expect((await readIn(world, 'documents/d0')).body[key]).toBeNull();
      },
    },
    {
      name: 'clears a default, for documents too',
      as: 'admin',
      given: (world) => givenAttribute(world, type, { default: fitting }),
      params,
      expect: { status: 200, body: { default: null } },
      async after(world) {
        const { body } = await createIn(world, 'documents', { documentId: 'new', data: { [key]: null } });
        expect(body[key]).toBeNull();
      },
    },
    {
      name: 'makes it required, which bites on the next write',
      as: 'key',
      given,
      params: { ...params, required: true },
      expect: { status: 200, body: { required: true, default: null } },
      async after(world) {
        const refusal: Answer = await createIn(world, 'documents', { documentId: 'new', data: { [key]: null } });
        expect(refusal.body.type).toBe('document_invalid_structure');
      },
    },
    refused('a default of a required attribute is refused', { required: true, default: fitting }, UNSUPPORTED),
    refused('a default of a list is refused', { default: fitting }, UNSUPPORTED, (world) =>
      givenAttribute(world, type, { array: true }),
    ),
    refused('a missing default is refused', { default: undefined }, INVALID),
    refused('a default of another type is refused', { default: { not: 'this' } }, INVALID),
    refused('it must be said whether it is required', { required: undefined }, INVALID),
    ...Object.keys(terms).map((term) => refused(`a missing ${term} is refused`, { [term]: undefined }, INVALID)),
    refused('an attribute of another type is refused', {}, 'attribute_type_invalid', (world) =>
      givenAttribute(world, { ...type, tail: foreign[0], least: foreign[1] as TypeOfAttribute['least'] }),
    ),
    refused('an attribute that is on its way out is refused', {}, 'attribute_not_available', async (world) => {
      await given(world);
      await leaveTo(world);
    }),
    {
      name: 'an attribute that is not there is refused',
      as: 'key',
      given: givenThings,
      params,
      expect: { status: 404, type: 'attribute_not_found' },
    },
    ...refusalsInCollection(params),
  ];
  return table.map((scenario) => ({ ...scenario, name: `${tail}: ${scenario.name}` }));
}

/** Has the attribute wait for its deletion, as it does on a server until the worker comes. */
export async function leaveTo(world: World): Promise<void> {
  const { store } = world.connections;
  if (!store.engine.dialect.transactionalSchema) await deleteIn(world, `attributes/${key}`);
  else {
    const number = world.project.$internalId;
    const row = await store.in(number).findOne('attributes', { collectionId: 'things' });
    await store.write((transaction) =>
      transaction.in(number).update('attributes', row?.$id ?? '', { status: 'deleting' }),
    );
  }
}
