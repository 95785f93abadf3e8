import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import {
  attributesPath,
  createAttribute,
  creating,
  isArray,
  isRequired,
  newKey,
  olderAttributes,
} from '../attribute.js';
import { floatKind } from '../kinds.js';

export const createFloatAttribute = route({
  ...creating,
  name: 'databases.createFloatAttribute',
  path: `${attributesPath}/float`,
  aliases: olderAttributes('/float'),
  summary: 'Create a number attribute',
  params: {
    ...newKey,
    ...isRequired,
    min: body(rules.float(), 'Smallest value.').optional(),
    max: body(rules.float(), 'Largest value.').optional(),
    default: body(rules.float(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeFloat' },
  action: (call) => createAttribute(call, call.params, floatKind(call.params.min, call.params.max)),
});
