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
import { enumKind } from '../kinds.js';

export const createEnumAttribute = route({
  ...creating,
  name: 'databases.createEnumAttribute',
  path: `${attributesPath}/enum`,
  aliases: olderAttributes('/enum'),
  summary: 'Create an enum attribute',
  params: {
    ...newKey,
    elements: body(rules.arrayOf(rules.text(4096, 0), 100), 'The values that are allowed.'),
    ...isRequired,
    default: body(rules.text(0), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeEnum' },
  action: (call) => createAttribute(call, call.params, enumKind(call.params.elements)),
});
