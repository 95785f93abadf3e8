import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { booleanKind } from '../kinds.js';

export const updateBooleanAttribute = route({
  ...changing,
  name: 'databases.updateBooleanAttribute',
  path: `${attributesPath}/boolean/:key`,
  summary: 'Change a boolean attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.boolean(false)), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeBoolean' },
  action: (call) => updateAttribute(call, call.params, booleanKind, () => booleanKind),
});
