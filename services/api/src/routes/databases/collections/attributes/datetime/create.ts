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
import { datetimeKind } from '../kinds.js';

export const createDatetimeAttribute = route({
  ...creating,
  name: 'databases.createDatetimeAttribute',
  path: `${attributesPath}/datetime`,
  aliases: olderAttributes('/datetime'),
  summary: 'Create a date and time attribute',
  params: {
    ...newKey,
    ...isRequired,
    default: body(rules.datetime(), 'Value of documents that have none.').optional(),
    ...isArray,
  },
  response: { status: 202, model: 'attributeDatetime' },
  action: (call) => createAttribute(call, call.params, datetimeKind),
});
