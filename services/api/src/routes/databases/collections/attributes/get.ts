import { attributeView } from '@plinth/core';
import { attributeTypes } from '@plinth/definitions';
import { route } from '../../../../route.js';
import { readCollection } from '../collection.js';
import { attributeParams, attributesPath, findAttribute, olderAttributes } from './attribute.js';

export const getAttribute = route({
  name: 'databases.getAttribute',
  method: 'GET',
  path: `${attributesPath}/:key`,
  aliases: olderAttributes('/:key'),
  summary: 'Get an attribute',
  scope: 'collections.read',
  auth: ['key'],
  params: attributeParams,
  response: { status: 200, model: attributeTypes },
  async action(call) {
    const { attributes } = await readCollection(call, call.params);
    return attributeView(findAttribute(attributes, call.params.key));
  },
});
