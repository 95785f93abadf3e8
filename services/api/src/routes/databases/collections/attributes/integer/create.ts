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
import { integerKind } from '../kinds.js';
import { bound } from './bound.js';

export const createIntegerAttribute = route({
  ...creating,
  name: 'databases.createIntegerAttribute',
  path: `${attributesPath}/integer`,
  aliases: olderAttributes('/integer'),
  summary: 'Create a whole number attribute',
  params: {
    ...newKey,
    ...isRequired,
    min: body(bound(), 'Smallest value.').optional(),
    max: body(bound(), 'Largest value.').optional(),
    default: body(rules.integer(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeInteger' },
  action: (call) => createAttribute(call, call.params, integerKind(call.params.min, call.params.max)),
});
