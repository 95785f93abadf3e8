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
import { ipKind } from '../kinds.js';

export const createIpAttribute = route({
  ...creating,
  name: 'databases.createIpAttribute',
  path: `${attributesPath}/ip`,
  aliases: olderAttributes('/ip'),
  summary: 'Create an IP address attribute',
  params: {
    ...newKey,
    ...isRequired,
    default: body(rules.ip(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeIp' },
  action: (call) => createAttribute(call, call.params, ipKind),
});
