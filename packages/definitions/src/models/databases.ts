import { boolean, datetime, float, integer, many, meta, model, one, optional, string, strings } from './fields.js';

/** What the attributes of all types have. */
const attribute = [
  string('key'),
  string('type'),
  string('status'),
  boolean('required'),
  optional(boolean('array'), false),
];

/** In the order of their trial: what has no format comes last. */
export const attributeTypes = [
  'attributeBoolean',
  'attributeInteger',
  'attributeFloat',
  'attributeEmail',
  'attributeEnum',
  'attributeUrl',
  'attributeIp',
  'attributeDatetime',
  'attributeRelationship',
  'attributeString',
];

export const databasesModels = [
  model('database', [string('$id'), string('name'), datetime('$createdAt'), datetime('$updatedAt')]),

  model('collection', [
    ...meta,
    strings('$permissions', ''),
    string('databaseId'),
    string('name'),
    boolean('enabled', true),
    boolean('documentSecurity', ''),
    many('attributes', attributeTypes),
    many('indexes', 'index'),
  ]),

  model('attribute', attribute),

  model('attributeList', [integer('total'), many('attributes', attributeTypes)]),

  model('attributeString', [...attribute, integer('size'), optional(string('default'), null)], {
    when: { type: 'string' },
  }),

  model(
    'attributeInteger',
    [...attribute, optional(integer('min'), null), optional(integer('max'), null), optional(integer('default'), null)],
    { when: { type: 'integer' } },
  ),

  model(
    'attributeFloat',
    [...attribute, optional(float('min'), null), optional(float('max'), null), optional(float('default'), null)],
    { when: { type: 'double' } },
  ),

  model('attributeBoolean', [...attribute, optional(boolean('default'), null)], { when: { type: 'boolean' } }),

  model('attributeEmail', [...attribute, string('format', 'email'), optional(string('default'), null)], {
    when: { type: 'string', format: 'email' },
  }),

  model(
    'attributeEnum',
    [...attribute, strings('elements', null), string('format', 'enum'), optional(string('default'), null)],
    { when: { type: 'string', format: 'enum' } },
  ),

  model('attributeIp', [...attribute, string('format', 'ip'), optional(string('default'), null)], {
    when: { type: 'string', format: 'ip' },
  }),

  model('attributeUrl', [...attribute, string('format', 'url'), optional(string('default'), null)], {
    when: { type: 'string', format: 'url' },
  }),

  model('attributeDatetime', [...attribute, datetime('format', 'datetime'), optional(string('default'), null)], {
    when: { type: 'datetime' },
  }),

  model(
    'attributeRelationship',
    [
      ...attribute,
      string('relatedCollection', null),
      string('relationType'),
      boolean('twoWay'),
      string('twoWayKey'),
      string('onDelete', 'restrict'),
      string('side'),
    ],
    { when: { type: 'relationship' } },
  ),

  model('index', [
    string('key'),
    string('type'),
    string('status'),
    strings('attributes'),
    optional(strings('orders'), []),
  ]),

  model(
    'document',
    [
      string('$id'),
      string('$collectionId'),
      string('$databaseId'),
      datetime('$createdAt'),
      datetime('$updatedAt'),
      strings('$permissions', ''),
    ],
    { any: true },
  ),

  // Ours, beside the 1.3 API: docs/decisions/0006.
  model('documentChange', [
    string('action'),
    string('collectionId'),
    string('documentId'),
    optional(one('document', 'document'), null),
  ]),
  model('transaction', [integer('total'), many('steps', 'documentChange')]),
  model('documentError', [integer('index'), string('$id'), integer('code'), string('type'), string('message')]),
  model('documentBulk', [integer('total'), many('documents', 'document'), many('errors', 'documentError')]),
  model('aggregate', [], { any: true }),
  model('aggregateList', [integer('total'), many('groups', 'aggregate')]),
];
