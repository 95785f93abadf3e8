import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { ipKind } from '../kinds.js';

export const updateIpAttribute = route({
  ...changing,
  name: 'databases.updateIpAttribute',
  path: `${attributesPath}/ip/:key`,
  summary: 'Change an IP address attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.ip()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeIp' },
  action: (call) => updateAttribute(call, call.params, ipKind, () => ipKind),
});
