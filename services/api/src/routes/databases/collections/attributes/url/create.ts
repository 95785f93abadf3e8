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
import { urlKind } from '../kinds.js';

export const createUrlAttribute = route({
  ...creating,
  name: 'databases.createUrlAttribute',
  path: `${attributesPath}/url`,
  aliases: olderAttributes('/url'),
  summary: 'Create a URL attribute',
  params: {
    ...newKey,
    ...isRequired,
    default: body(rules.url(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeUrl' },
  action: (call) => createAttribute(call, call.params, urlKind),
});
