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
import { booleanKind } from '../kinds.js';

export const createBooleanAttribute = route({
  ...creating,
  name: 'databases.createBooleanAttribute',
  path: `${attributesPath}/boolean`,
  aliases: olderAttributes('/boolean'),
  summary: 'Create a boolean attribute',
  params: {
    ...newKey,
    ...isRequired,
    default: body(rules.boolean(false), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeBoolean' },
  action: (call) => createAttribute(call, call.params, booleanKind),
});
