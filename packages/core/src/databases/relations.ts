/** From rows of relationship attributes to relations between collections. Source: relationships.md §1. */
import {
  homeOf,
  type OnDelete,
  type RelationSchema,
  type RelationSide,
  type RelationType,
  type SystemRow,
} from '@plinth/database';

type AttributeRow = SystemRow<'attributes'>;

/** What the row of a relationship attribute says of its relation, named as the API names it. */
export interface RelationTerms {
  readonly relatedCollection: string;
  /** Number of the related collection. */
  readonly related: number;
  readonly relationType: RelationType;
  readonly twoWay: boolean;
  readonly twoWayKey: string;
  readonly onDelete: OnDelete;
  readonly side: RelationSide;
  /** Number of the parent's attribute, which is that of the relation; the parent's own row need not say it. */
  readonly relation?: number;
}

export interface Neighbour {
  readonly number: number;
  readonly collectionId: string;
}

export const termsOf = ({ options }: Pick<AttributeRow, 'options'>): RelationTerms =>
  options as unknown as RelationTerms;

const relationNumber = (row: AttributeRow): number => termsOf(row).relation ?? row.$internalId;

/** The tables of links are named by the project and the relation. */
export const linksOf = (project: number, relation: number): string => `p${project}_l${relation}`;

/** Relationship attributes that lead to the collection and are shown by the other side alone. */
const isIncoming = (row: AttributeRow, collection: number): boolean =>
  termsOf(row).related === collection && !termsOf(row).twoWay;

const isAvailable = ({ status }: AttributeRow): boolean => status === 'available';

/** The relation as the collection of its attribute has it. */
export function relationSchema(project: number, row: AttributeRow): RelationSchema {
  const { relationType, twoWay, onDelete, side, related } = termsOf(row);
  const id = relationNumber(row);
  return { id, key: row.key, type: relationType, side, twoWay, onDelete, other: related, links: linksOf(project, id) };
}

/** The relations of a collection, among all relationship attributes of its database. */
export function relationsOf(project: number, collection: number, rows: readonly AttributeRow[]): RelationSchema[] {
  return rows.filter(isAvailable).flatMap((row) => {
    const schema = relationSchema(project, row);
    const own = row.collectionInternalId === collection ? [schema] : [];
    const incoming: RelationSchema[] = isIncoming(row, collection)
      ? [{ ...schema, key: null, side: 'child', other: row.collectionInternalId }]
      : [];
    return [...own, ...incoming];
  });
}

/** The collections that these relations lead to. */
export function neighboursOf(rows: readonly AttributeRow[], collection: number): Neighbour[] {
  const found = new Map<number, string>();
  for (const row of rows.filter(isAvailable)) {
    const { related, relatedCollection } = termsOf(row);
    if (row.collectionInternalId === collection) found.set(related, relatedCollection);
    if (isIncoming(row, collection)) found.set(row.collectionInternalId, row.collectionId);
  }
  return [...found].map(([number, collectionId]) => ({ number, collectionId }));
}

/** The attribute of the other side, among those of its collection; a one-way relation has none. */
export const partnerOf = (row: AttributeRow, others: readonly AttributeRow[]): AttributeRow | null =>
  others.find(
    (other) =>
      other.type === 'relationship' &&
      other.$internalId !== row.$internalId &&
      relationNumber(other) === relationNumber(row),
  ) ?? null;

/** Of a relation's two collections, this side's first, the one whose table holds the links, if one of them does. */
export const holderOf = <T>(relation: RelationSchema, own: T, other: T): T =>
  homeOf(relation) === 'other' ? other : own;
