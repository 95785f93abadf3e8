import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { attributeParams, attributesPath, changing } from '../attribute.js';
import { updateRelation } from './relation.js';

export const updateRelationshipAttribute = route({
  ...changing,
  name: 'databases.updateRelationshipAttribute',
  path: `${attributesPath}/:key/relationship`,
  summary: 'Change a relationship attribute',
  params: {
    ...attributeParams,
    onDelete: body(
      rules.oneOf(['cascade', 'restrict', 'setNull']),
      'What becomes of related documents when a document is deleted.',
    ).optional(),
  },
  response: { status: 200, model: 'attributeRelationship' },
  action: (call) => updateRelation(call, call.params),
});
