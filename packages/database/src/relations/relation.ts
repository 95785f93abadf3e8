/**
 * What a relation is to one of its sides: where the link lies, and what documents show of it. Source:
 * relationships.md §2, §5.
 */
import { quote } from '../dialect.js';

export type RelationType = 'oneToOne' | 'oneToMany' | 'manyToOne' | 'manyToMany';
export type RelationSide = 'parent' | 'child';
export type OnDelete = 'restrict' | 'cascade' | 'setNull';

/** A relation as one of its two collections has it. A relation of a collection to itself is there twice. */
export interface RelationSchema {
  /** Number of the relation, part of its physical names and the same on both sides. */
  readonly id: number;
  /** Key of the attribute that shows it; null on the side of a one-way relation that knows nothing of it. */
  readonly key: string | null;
  readonly type: RelationType;
  readonly side: RelationSide;
  readonly twoWay: boolean;
  readonly onDelete: OnDelete;
  /** Number of the collection on the other side. */
  readonly other: number;
  /** Table of the links of a many-to-many relation. */
  readonly links: string;
}

/** Numbers of linked rows by relation, on a row whose table holds the link; not a field of the document. */
export const LINKS = Symbol('links');
export type Links = Readonly<Record<number, number | null>>;

/** The links that a row's own table holds. */
export const linksOf = (row: object): Links => (row as { [LINKS]?: Links })[LINKS] ?? {};

/** Whether this side shows a list. */
export function isMany({ type, side }: RelationSchema): boolean {
  return type === 'manyToMany' || type === (side === 'parent' ? 'oneToMany' : 'manyToOne');
}

/**
 * Where the link lies: in a column of this side's table, in one of the other side's, or in a table of its own. There is
 * one home a relation, so its two sides cannot tell different stories.
 */
export function homeOf({ type, side }: RelationSchema): 'own' | 'other' | 'table' {
  if (type === 'manyToMany') return 'table';
  const holder: RelationSide = type === 'oneToMany' ? 'child' : 'parent';
  return side === holder ? 'own' : 'other';
}

/** The column that holds the link, where it is no table. */
export const linkColumn = ({ id }: Pick<RelationSchema, 'id'>): string => `r${id}`;

/** Quoted columns of the table of links: this side's and the other's. */
export const linkEnds = ({ side }: RelationSchema): readonly [own: string, other: string] =>
  side === 'parent' ? ['`a`', '`b`'] : ['`b`', '`a`'];

export const linkTable = ({ links }: RelationSchema): string => quote(links);
