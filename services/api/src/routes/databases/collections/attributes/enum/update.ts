import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { enumKind } from '../kinds.js';

export const updateEnumAttribute = route({
  ...changing,
  name: 'databases.updateEnumAttribute',
  path: `${attributesPath}/enum/:key`,
  summary: 'Change an enum attribute',
  params: {
    ...attributeParams,
    elements: body(rules.arrayOf(rules.text(4096), 100), 'The values that are allowed.'),
    ...isRequired,
    default: body(rules.nullable(rules.text(0)), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeEnum' },
  action: (call) =>
    updateAttribute(call, call.params, { type: 'string', format: 'enum' }, () => enumKind(call.params.elements)),
});
