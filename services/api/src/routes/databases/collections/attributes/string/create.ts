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
import { textKind } from '../kinds.js';

export const createStringAttribute = route({
  ...creating,
  name: 'databases.createStringAttribute',
  path: `${attributesPath}/string`,
  aliases: olderAttributes('/string'),
  summary: 'Create a text attribute',
  params: {
    ...newKey,
    size: body(rules.range(1, 1073741824), 'Most characters of a value.'),
    ...isRequired,
    default: body(rules.text(0, 0), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeString' },
  action: (call) => createAttribute(call, call.params, textKind(call.params.size)),
});
