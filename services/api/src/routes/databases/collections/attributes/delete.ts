import {
  type AttributeRow,
  attributeView,
  dropColumn,
  forgetAttribute,
  type Hands,
  makeIndex,
  tried,
} from '@plinth/core';
import { attributeTypes } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { readCollection } from '../collection.js';
import { leaving, type SchemaWriting, writeSchema } from '../schema.js';
import { attributeParams, attributesPath, deleting, findAttribute, olderAttributes } from './attribute.js';
import { deleteRelation } from './relationship/relation.js';

export const deleteAttribute = route({
  ...deleting,
  name: 'databases.deleteAttribute',
  path: `${attributesPath}/:key`,
  aliases: olderAttributes('/:key'),
  summary: 'Delete an attribute with its values',
  params: attributeParams,
  response: { status: 204, model: 'none' },
  async action(call) {
    const { params } = call;
    const opened = await readCollection(call, params);
    if (findAttribute(opened.attributes, params.key).type === 'relationship') {
      await deleteRelation(call, opened, params.key);
      return;
    }
    await writeSchema(call, opened, async (schema) => {
      const found = findAttribute(schema.attributes, params.key);
      const last = leaving(found);
      schema.writing.ids({ attributeId: found.$id });
      schema.writing.payload(attributeView(last), { model: attributeTypes });
      const hands = await schema.hands({ rebuilds: true });
      if (hands) await deleteNow(schema, hands, last);
      else {
        await schema.documents.update('attributes', found.$id, { status: last.status });
        schema.enqueue('deleteAttribute', found.$internalId);
      }
    });
  },
});

async function deleteNow(schema: SchemaWriting, hands: Hands, attribute: AttributeRow): Promise<void> {
  const { documents, indexes } = schema;
  await dropColumn(hands, schema.compile(), attribute, indexes);
  const shortened = await forgetAttribute(documents, attribute, indexes);
  const remaining = schema.attributes.filter(({ key }) => key !== attribute.key);
  const collection = schema.compile(remaining);
  for (const index of shortened) {
    const outcome = await tried(() => makeIndex(hands, collection, index, remaining));
    const { row } = await documents.update('indexes', index.$id, outcome);
    schema.show('indexes', 'update', row);
  }
  schema.show('attributes', 'delete', attribute);
}
