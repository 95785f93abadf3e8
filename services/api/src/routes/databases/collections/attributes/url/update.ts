import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { urlKind } from '../kinds.js';

export const updateUrlAttribute = route({
  ...changing,
  name: 'databases.updateUrlAttribute',
  path: `${attributesPath}/url/:key`,
  summary: 'Change a URL attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.url()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeUrl' },
  action: (call) => updateAttribute(call, call.params, urlKind, () => urlKind),
});
