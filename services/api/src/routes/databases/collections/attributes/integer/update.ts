import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { integerKind } from '../kinds.js';
import { bound } from './bound.js';

export const updateIntegerAttribute = route({
  ...changing,
  name: 'databases.updateIntegerAttribute',
  path: `${attributesPath}/integer/:key`,
  summary: 'Change a whole number attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    min: body(bound(), 'Smallest value.'),
    max: body(bound(), 'Largest value.'),
    default: body(rules.nullable(rules.integer()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeInteger' },
  action: (call) =>
    updateAttribute(call, call.params, { type: 'integer', format: 'intRange' }, () =>
      integerKind(call.params.min, call.params.max),
    ),
});
