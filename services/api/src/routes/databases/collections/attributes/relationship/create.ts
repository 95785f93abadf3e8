import { body, rules } from '@plinth/http';
import { route } from '../../../../../route.js';
import { collectionParams } from '../../collection.js';
import { attributesPath, creating, olderAttributes } from '../attribute.js';
import { createRelation } from './relation.js';

export const createRelationshipAttribute = route({
  ...creating,
  name: 'databases.createRelationshipAttribute',
  path: `${attributesPath}/relationship`,
  aliases: olderAttributes('/relationship'),
  summary: 'Create a relationship attribute',
  params: {
    ...collectionParams,
    relatedCollectionId: body(rules.uid(), 'ID of the collection whose documents are related.'),
    type: body(
      rules.oneOf(['oneToOne', 'manyToOne', 'manyToMany', 'oneToMany']),
      'How many documents are related on each side, this one first.',
    ),
    twoWay: body(rules.boolean(false), 'Whether the related documents show the relation too.').optional(false),
    key: body(rules.key(), 'Key of the attribute; the ID of the related collection where absent.').optional(),
    twoWayKey: body(
      rules.key(),
      'Key of the attribute of the related documents; the ID of this collection where absent.',
    ).optional(),
    onDelete: body(
      rules.oneOf(['cascade', 'restrict', 'setNull']),
      'What becomes of related documents when a document is deleted.',
    ).optional('restrict' as const),
  },
  response: { status: 202, model: 'attributeRelationship' },
  action: (call) => {
    const { twoWay, onDelete, ...params } = call.params;
    return createRelation(call, { ...params, twoWay: twoWay ?? false, onDelete: onDelete ?? 'restrict' });
  },
});
