import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { textKind } from '../kinds.js';

export const updateStringAttribute = route({
  ...changing,
  name: 'databases.updateStringAttribute',
  path: `${attributesPath}/string/:key`,
  summary: 'Change a text attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.text(0, 0)), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeString' },
  action: (call) => updateAttribute(call, call.params, { type: 'string', format: '' }, ({ size }) => textKind(size)),
});
