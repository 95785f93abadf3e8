import { attributeView } from '@plinth/core';
import { route } from '../../../../route.js';
import { collectionParams, readCollection } from '../collection.js';
import { attributesPath, olderAttributes } from './attribute.js';

export const listAttributes = route({
  name: 'databases.listAttributes',
  method: 'GET',
  path: attributesPath,
  aliases: olderAttributes(),
  summary: 'List the attributes of a collection',
  scope: 'collections.read',
  auth: ['key'],
  params: collectionParams,
  response: { status: 200, model: 'attributeList' },
  async action(call) {
    const { attributes } = await readCollection(call, call.params);
    return { total: attributes.length, attributes: attributes.map(attributeView) };
  },
});
