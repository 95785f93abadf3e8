import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { emailKind } from '../kinds.js';

export const updateEmailAttribute = route({
  ...changing,
  name: 'databases.updateEmailAttribute',
  path: `${attributesPath}/email/:key`,
  summary: 'Change an email attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.email()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeEmail' },
  action: (call) => updateAttribute(call, call.params, emailKind, () => emailKind),
});
