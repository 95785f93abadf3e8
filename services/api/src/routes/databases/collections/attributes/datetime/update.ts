import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing, isRequired, updateAttribute } from '../attribute.js';
import { datetimeKind } from '../kinds.js';

export const updateDatetimeAttribute = route({
  ...changing,
  name: 'databases.updateDatetimeAttribute',
  path: `${attributesPath}/datetime/:key`,
  summary: 'Change a date and time attribute',
  params: {
    ...attributeParams,
    ...isRequired,
    default: body(rules.nullable(rules.datetime()), 'Value of documents that have none; null for no such value.'),
  },
  response: { status: 200, model: 'attributeDatetime' },
  action: (call) => updateAttribute(call, call.params, datetimeKind, () => datetimeKind),
});
