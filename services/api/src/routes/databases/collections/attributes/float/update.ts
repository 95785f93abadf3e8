import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { floatKind } from '../kinds.js';

export const updateFloatAttribute = route({
  ...changing,
  name: 'databases.updateFloatAttribute',
  path: `${attributesPath}/float/:key`,
  summary: 'Change a number attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    min: body(rules.float(), 'Smallest value.'),
    max: body(rules.float(), 'Largest value.'),
    default: body(rules.nullable(rules.float()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeFloat' },
  action: (call) =>
    updateAttribute(call, call.params, { type: 'double', format: 'floatRange' }, () =>
      floatKind(call.params.min, call.params.max),
    ),
});
