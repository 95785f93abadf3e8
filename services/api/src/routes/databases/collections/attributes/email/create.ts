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
import { emailKind } from '../kinds.js';

export const createEmailAttribute = route({
  ...creating,
  name: 'databases.createEmailAttribute',
  path: `${attributesPath}/email`,
  aliases: olderAttributes('/email'),
  summary: 'Create an email attribute',
  params: {
    ...newKey,
    ...isRequired,
    default: body(rules.email(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeEmail' },
  action: (call) => createAttribute(call, call.params, emailKind),
});
