/** What the routes of relationship attributes share: the two sides of a relation. Source: relationships.md §1, §4. */
import {
  type AttributeRow,
  attributeView,
  dropRelation,
  type Hands,
  holderOf,
  makeRelation,
  type OpenCollection,
  partnerOf,
  type RelationTerms,
  relationSchema,
  termsOf,
  tried,
} from '@plinth/core';
import { limits } from '@plinth/database';
import { AppError, attributeTypes } from '@plinth/definitions';
import { readCollection } from '../../collection.js';
import { hasKey, leaving, type SchemaCall, type SchemaWriting, writeSchemas } from '../../schema.js';
import { findAttribute } from '../attribute.js';

interface Place {
  readonly databaseId: string;
  readonly collectionId: string;
}

interface NewRelation extends Place {
  readonly relatedCollectionId: string;
  readonly type: RelationTerms['relationType'];
  readonly twoWay: boolean;
  readonly key: string | null;
  readonly twoWayKey: string | null;
  readonly onDelete: RelationTerms['onDelete'];
}

/** What every relationship attribute is, beside its terms. */
const KIND = { type: 'relationship', format: '', size: 0, required: false, array: false, default: null } as const;

/** Makes the attribute, and that of the other side where the relation shows there too. */
export async function createRelation(call: SchemaCall, params: NewRelation) {
  const opened = await readCollection(call, params);
  const related = await call.connections.collections.read(call.project, params.databaseId, params.relatedCollectionId);
  if (!related) throw new AppError('collection_not_found');
  const create = async ([schema, found]: readonly SchemaWriting[]) => {
    const own = schema as SchemaWriting;
    const other = found ?? own;
    const { $id: ownId, $internalId: number } = own.place.row;
    const { $id: otherId, $internalId: otherNumber } = other.place.row;
    const key = params.key ?? otherId;
    const twoWayKey = params.twoWayKey ?? ownId;
    refuseFull(own, other, params.twoWay);
    const isTaken = hasKey(own.attributes, key) || (params.twoWay && hasKey(other.attributes, twoWayKey));
    if (isTaken || (params.twoWay && own === other && hasKey([{ key }], twoWayKey)))
      throw new AppError('attribute_already_exists');
    const terms = { relationType: params.type, twoWay: params.twoWay, onDelete: params.onDelete };
    const row = await insert(own, key, {
      ...terms,
      relatedCollection: otherId,
      related: otherNumber,
      twoWayKey,
      side: 'parent',
    });
    const partner = params.twoWay
      ? await insert(other, twoWayKey, {
          ...terms,
          relatedCollection: ownId,
          related: number,
          twoWayKey: key,
          side: 'child',
          relation: row.$internalId,
        })
      : null;
    own.writing.ids({ attributeId: row.$id });
    const hands = await own.hands({ rebuilds: false });
    if (hands) await makeNow({ own, other, row, partner }, hands);
    else own.enqueue('createAttribute', row.$internalId);
    return attributeView(row);
  };
  return writeSchemas(call, sides(opened, related), create, 'attribute_already_exists');
}

/** A collection that is related to itself changes once. */
const sides = (own: OpenCollection, other: OpenCollection): OpenCollection[] =>
  own.row.$internalId === other.row.$internalId ? [own] : [own, other];

function refuseFull(own: SchemaWriting, other: SchemaWriting, twoWay: boolean): void {
  const more = own === other && twoWay ? [KIND, KIND] : [KIND];
  const isFull = !limits.fitsRow([...own.attributes, ...more]);
  if (isFull || (twoWay && own !== other && !limits.fitsRow([...other.attributes, KIND])))
    throw new AppError('attribute_limit_exceeded');
}

function insert({ documents, place }: SchemaWriting, key: string, terms: RelationTerms): Promise<AttributeRow> {
  const { database, row: collection } = place;
  return documents.create('attributes', {
    $id: `${database.$internalId}_${collection.$internalId}_${key}`,
    $permissions: [],
    databaseInternalId: database.$internalId,
    databaseId: database.$id,
    collectionInternalId: collection.$internalId,
    collectionId: collection.$id,
    key,
    status: 'processing',
    ...KIND,
    options: { ...terms },
  });
}

interface Sides {
  readonly own: SchemaWriting;
  readonly other: SchemaWriting;
  readonly row: AttributeRow;
  readonly partner: AttributeRow | null;
}

async function makeNow({ own, other, row, partner }: Sides, hands: Hands): Promise<void> {
  const relation = relationSchema(own.place.project.internalId, row);
  const outcome = await tried(() => makeRelation(hands, holderOf(relation, own, other).compile(), relation));
  for (const [schema, each] of partner
    ? ([
        [own, row],
        [other, partner],
      ] as const)
    : ([[own, row]] as const)) {
    const { row: made } = await schema.documents.update('attributes', each.$id, outcome);
    schema.show('attributes', 'update', made);
  }
}

/** Changes what becomes of related documents, on both sides. Nothing else of a relation can be changed. */
export async function updateRelation(
  call: SchemaCall,
  params: Place & { readonly key: string; readonly onDelete: RelationTerms['onDelete'] | null },
) {
  const { opened, related } = await openSides(call, params);
  return writeSchemas(call, related ? sides(opened, related) : [opened], async ([own, found]) => {
    const { attributes, documents, writing } = own as SchemaWriting;
    const row = findRelation(attributes, params.key);
    const onDelete = params.onDelete ?? termsOf(row).onDelete;
    const change = (each: AttributeRow) =>
      documents.update('attributes', each.$id, { options: { ...each.options, onDelete } });
    const partner = partnerOf(row, (found ?? (own as SchemaWriting)).attributes);
    if (partner) await change(partner);
    const changed = await change(row);
    writing.ids({ attributeId: row.$id });
    return attributeView(changed.row);
  });
}

function findRelation(attributes: readonly AttributeRow[], key: string): AttributeRow {
  const row = findAttribute(attributes, key);
  if (row.status !== 'available') throw new AppError('attribute_not_available');
  if (row.type !== 'relationship') throw new AppError('attribute_type_invalid');
  return row;
}

async function openSides(call: SchemaCall, params: Place & { readonly key: string }) {
  const opened = await readCollection(call, params);
  const row = findRelation(opened.attributes, params.key);
  return { opened, related: await openOther(call, params.databaseId, row) };
}

const openOther = (call: SchemaCall, databaseId: string, row: AttributeRow): Promise<OpenCollection | null> =>
  call.connections.collections.read(call.project, databaseId, termsOf(row).relatedCollection);

/** Deletes a relationship attribute with that of the other side, and all links. The documents stay. */
export async function deleteRelation(call: SchemaCall, opened: OpenCollection, key: string): Promise<void> {
  const related = await openOther(call, opened.database.$id, findAttribute(opened.attributes, key));
  await writeSchemas(call, related ? sides(opened, related) : [opened], async ([schema, found]) => {
    const own = schema as SchemaWriting;
    const other = found ?? own;
    const row = findAttribute(own.attributes, key);
    const partner = partnerOf(row, other.attributes);
    own.writing.ids({ attributeId: row.$id });
    own.writing.payload(attributeView(leaving(row)), { model: attributeTypes });
    const relation = relationSchema(own.place.project.internalId, row);
    const holder = holderOf(relation, own, other);
    // Who empties the schema of a collection that is related to itself, as the command line does, deletes both sides at
    // once: the second one finds its row if a job removes it.
    const hands = own === other && partner ? null : await holder.hands({ rebuilds: true });
    if (hands) await dropRelation(hands, holder.compile(), relation);
    for (const [side, each] of partner
      ? ([
          [own, row],
          [other, partner],
        ] as const)
      : ([[own, row]] as const)) {
      if (hands) {
        await side.documents.delete('attributes', each.$id);
        side.show('attributes', 'delete', leaving(each));
      } else await side.documents.update('attributes', each.$id, { status: leaving(each).status });
    }
    if (!hands) own.enqueue('deleteAttribute', row.$internalId);
  });
}
