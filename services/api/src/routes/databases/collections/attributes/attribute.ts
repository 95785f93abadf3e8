/** What the routes of attributes share. Source: databases.md §5.2, §5.6. */
import { type AttributeRow, attributeSchema, attributeView, makeColumn, tried } from '@plinth/core';
import { DefinitionError, limits, tables } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, path, rules } from '@plinth/http';
import { collectionParams, collectionPath, olderCollections, readCollection } from '../collection.js';
import { hasKey, type SchemaCall, type SchemaParams, writeSchema } from '../schema.js';
import { type AttributeKind, fitDefault } from './kinds.js';

export const attributesPath = `${collectionPath}/attributes`;
export const olderAttributes = (tail = '') => olderCollections(`/:collectionId/attributes${tail}`);

const resource = 'database/{params.databaseId}/collection/{params.collectionId}';
const event = 'databases.[databaseId].collections.[collectionId].attributes.[attributeId]';

/** What the declarations of all routes that make an attribute have in common. */
export const creating = {
  method: 'POST',
  scope: 'collections.write',
  auth: ['key'],
  event: `${event}.create`,
  audit: { event: 'attribute.create', resource },
} as const;

/** The same of those that change one. */
export const changing = {
  method: 'PATCH',
  scope: 'collections.write',
  auth: ['key'],
  event: `${event}.update`,
  audit: { event: 'attribute.update', resource },
} as const;

export const deleting = {
  method: 'DELETE',
  scope: 'collections.write',
  auth: ['key'],
  event: `${event}.delete`,
  audit: { event: 'attribute.delete', resource },
} as const;

export const newKey = { ...collectionParams, key: body(rules.key(), 'Key of the attribute.') };
export const attributeParams = { ...collectionParams, key: path(rules.key(), 'Key of the attribute.') };
export const isRequired = { required: body(rules.boolean(false), 'Whether documents must have a value.') };
export const isArray = { array: body(rules.boolean(false), 'Whether the values are lists.').optional(false) };

interface Given {
  readonly required: boolean;
  readonly default: unknown;
}

/** Makes an attribute of a kind; it can be used as soon as its status is `available`. */
export async function createAttribute(
  call: SchemaCall,
  params: SchemaParams & Given & { readonly array: boolean | null },
  kind: AttributeKind,
) {
  const value = fitDefault(kind, params.default);
  const opened = await readCollection(call, params);
  const { key, required } = params;
  const array = params.array ?? false;
  refuseDefault({ required, array }, value);
  const create = async (schema: Parameters<Parameters<typeof writeSchema>[2]>[0]) => {
    const { documents, attributes, place, writing } = schema;
    if (!limits.fitsRow([...attributes, kind])) throw new AppError('attribute_limit_exceeded');
    if (hasKey(attributes, key)) throw new AppError('attribute_already_exists');
    const { database, row: collection } = place;
    const row = await documents.create('attributes', {
      $id: `${database.$internalId}_${collection.$internalId}_${key}`,
      $permissions: [],
      databaseInternalId: database.$internalId,
      databaseId: database.$id,
      collectionInternalId: collection.$internalId,
      collectionId: collection.$id,
      key,
      status: 'processing',
      required,
      default: value,
      array,
      ...kind,
    });
    writing.ids({ attributeId: row.$id });
    const hands = await schema.hands({ rebuilds: false });
    if (hands) {
      const outcome = await tried(() => makeColumn(hands, schema.compile(), attributeSchema(row)));
      const { row: made } = await documents.update('attributes', row.$id, outcome);
      schema.show('attributes', 'update', made);
    } else schema.enqueue('createAttribute', row.$internalId);
    return attributeView(row);
  };
  return writeSchema(call, opened, create, 'attribute_already_exists');
}

function refuseDefault({ required, array }: { required: boolean; array: boolean }, value: unknown): void {
  if (value !== null && (required || array)) throw new AppError('attribute_default_unsupported');
}

/** Changes an attribute of the expected type; `kindOf` gives what it is afterwards. */
export async function updateAttribute(
  call: SchemaCall,
  params: SchemaParams & Given,
  expected: Pick<AttributeKind, 'type' | 'format'>,
  kindOf: (row: AttributeRow) => AttributeKind,
) {
  const opened = await readCollection(call, params);
  const plan = (attributes: readonly AttributeRow[]) => planUpdate(attributes, params, expected, kindOf);
  const { store } = call.connections;
  const { row: known, change } = plan(opened.attributes);
  // Changing a column ends transactions there, so it comes first: more room than needed does no harm.
  if (change.size > known.size && known.type === 'string' && !known.array && !store.engine.dialect.transactionalSchema)
    await widen(call, tables.widenAttribute(opened.collection, { ...attributeSchema(known), size: change.size }));
  return writeSchema(call, opened, async ({ attributes, documents, writing }) => {
    const current = plan(attributes);
    const { row } = await documents.update('attributes', current.row.$id, current.change);
    writing.ids({ attributeId: row.$id });
    return attributeView(row);
  });
}

function planUpdate(
  attributes: readonly AttributeRow[],
  params: SchemaParams & Given,
  expected: Pick<AttributeKind, 'type' | 'format'>,
  kindOf: (row: AttributeRow) => AttributeKind,
) {
  const row = findAttribute(attributes, params.key);
  if (row.status !== 'available') throw new AppError('attribute_not_available');
  if (row.type !== expected.type || row.format !== expected.format) throw new AppError('attribute_type_invalid');
  const { required } = params;
  refuseDefault({ required, array: row.array }, params.default);
  const kind = kindOf(row);
  const value = fitDefault(kind, params.default);
  // A column never gets narrower: it may hold longer texts.
  const size = row.type === 'string' ? Math.max(row.size, kind.size) : kind.size;
  const changed = attributes.map((other) => (other === row ? { ...row, size } : other));
  if (size > row.size && !limits.fitsRow(changed)) throw new AppError('attribute_limit_exceeded');
  return { row, change: { required, default: value, size, formatOptions: kind.formatOptions } };
}

async function widen({ connections }: SchemaCall, statements: readonly string[]): Promise<void> {
  try {
    await connections.store.engine.alter(statements);
  } catch (error) {
    // An index over the whole text has no room for the longer one.
    if (error instanceof DefinitionError) throw new AppError('attribute_limit_exceeded', { cause: error });
    throw error;
  }
}

export function findAttribute(attributes: readonly AttributeRow[], key: string): AttributeRow {
  const row = attributes.find((attribute) => attribute.key === key);
  if (!row) throw new AppError('attribute_not_found');
  return row;
}
