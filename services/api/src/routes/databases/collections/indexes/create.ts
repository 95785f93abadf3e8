import { type AttributeRow, makeIndex, tried } from '@plinth/core';
import { limits } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import { route } from '../../../../route.js';
import { collectionParams, readCollection } from '../collection.js';
import { hasKey, writeSchema } from '../schema.js';
import { indexesPath, olderIndexes } from './index-row.js';

/** Fields that every document has and that can be indexed. */
const META: readonly string[] = ['$id', '$createdAt', '$updatedAt'];

export const createIndex = route({
  name: 'databases.createIndex',
  method: 'POST',
  path: indexesPath,
  aliases: olderIndexes(),
  summary: 'Create an index',
  scope: 'collections.write',
  auth: ['key'],
  params: {
    ...collectionParams,
    key: body(rules.key(), 'Key of the index.'),
    type: body(rules.oneOf(['key', 'fulltext', 'unique'], true), 'Type of the index.'),
    attributes: body(rules.arrayOf(rules.attributeKey(), 100, 1), 'Keys of the attributes, the leading one first.'),
    orders: body(rules.arrayOf(rules.oneOf(['ASC', 'DESC'], true), 100), 'Orders, by attribute.').optional([]),
  },
  response: { status: 202, model: 'index' },
  event: 'databases.[databaseId].collections.[collectionId].indexes.[indexId].create',
  audit: { event: 'index.create', resource: 'database/{params.databaseId}/collection/{params.collectionId}' },
  async action(call) {
    const { params } = call;
    const { key, type } = params;
    const opened = await readCollection(call, params);
    return writeSchema(
      call,
      opened,
      async (schema) => {
        const { documents, attributes, indexes, place, writing } = schema;
        if (indexes.length >= limits.INDEXES_MAX) throw new AppError('index_limit_exceeded');
        const parts = params.attributes.map((name) => indexable(attributes, name));
        if (hasKey(indexes, key)) throw new AppError('index_already_exists');
        const { database, row: collection } = place;
        const row = await documents.create('indexes', {
          $id: `${database.$internalId}_${collection.$internalId}_${key}`,
          $permissions: [],
          databaseInternalId: database.$internalId,
          databaseId: database.$id,
          collectionInternalId: collection.$internalId,
          collectionId: collection.$id,
          key,
          type,
          status: 'processing',
          attributes: params.attributes,
          lengths: parts.map((part) => (part?.type === 'string' ? part.size : 0)),
          orders: params.orders ?? [],
        });
        writing.ids({ indexId: row.$id });
        const hands = await schema.hands({ rebuilds: true });
        if (hands) {
          const outcome = await tried(() => makeIndex(hands, schema.compile(), row, attributes));
          const { row: made } = await documents.update('indexes', row.$id, outcome);
          schema.show('indexes', 'update', made);
        } else schema.enqueue('createIndex', row.$internalId);
        return row;
      },
      'index_already_exists',
    );
  },
});

/** The attribute of this key, if an index can be made of it; null for a field that every document has. */
function indexable(attributes: readonly AttributeRow[], key: string): AttributeRow | null {
  if (META.includes(key)) return null;
  const attribute = attributes.find((candidate) => candidate.key === key);
  if (!attribute) throw new AppError('attribute_unknown', { message: `The collection has no attribute ${key}.` });
  if (attribute.type === 'relationship') throw new AppError('attribute_type_invalid');
  if (attribute.status !== 'available') throw new AppError('attribute_not_available');
  return attribute;
}
