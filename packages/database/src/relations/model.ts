/** Related documents as plain objects and pairs: what the random tests hold nested writes and their answers against. */
import type { Access, GrantType } from '../document.js';
import { DuplicateError, ForbiddenError, RestrictedError } from '../errors.js';
import { type Filter, passes, type Value } from '../model.js';
import type { OnDelete, RelationSide, RelationType } from './relation.js';

export interface Relation {
  readonly id: number;
  readonly type: RelationType;
  readonly twoWay: boolean;
  readonly onDelete: OnDelete;
  /** Positions of the collections. */
  readonly parent: number;
  readonly child: number;
}

/** A relation as one of its collections has it. */
export interface Side {
  readonly relation: Relation;
  readonly side: RelationSide;
  /** Null on the side of a one-way relation that shows nothing. */
  readonly key: string | null;
  readonly other: number;
  readonly isMany: boolean;
}

export interface Rules {
  readonly permissions: readonly string[];
  readonly documentSecurity: boolean;
}

export interface Doc {
  readonly collection: number;
  readonly id: string;
  fields: Readonly<Record<string, Value>>;
  permissions: readonly string[];
}

interface Pair {
  readonly relation: Relation;
  readonly parent: Doc;
  readonly child: Doc;
}

/** A document of a nested write with what it says of its links; `known` is the stored one that it names. */
export interface Node {
  readonly id: string;
  readonly known: Doc | null;
  readonly fields: Readonly<Record<string, Value>>;
  readonly permissions: readonly string[] | null;
  readonly links: readonly Link[];
}

export interface Link {
  readonly side: Side;
  /** A stored document by its ID, or one that is written along. */
  readonly items: readonly (Doc | Node)[];
}

export const isNode = (item: Doc | Node): item is Node => 'links' in item;

const KEYS = ['name', 'count'];
/** Related documents are written and shown down to this many relations from the first. */
const DEPTH = 2;
/** Most relations of a path that a query names. */
const HOPS = 3;

export type ErrorClass = typeof DuplicateError | typeof ForbiddenError | typeof RestrictedError;

/** What a write would do: refusals of which the engine gives one, or the change. */
export interface Outcome {
  readonly refusals: readonly ErrorClass[];
  /** False where two links of one write are about the same documents, whose order then decides. */
  readonly isClear: boolean;
  apply(): void;
}

interface LinkChange {
  readonly link: Link;
  readonly kept: readonly (Doc | Plan)[];
  readonly removed: readonly Doc[];
  readonly isChanged: boolean;
}

interface Plan {
  readonly node: Node;
  readonly collection: number;
  readonly permissions: readonly string[];
  readonly changes: readonly LinkChange[];
}

const isPlan = (item: Doc | Plan): item is Plan => 'node' in item;

export class RelationModel {
  docs: Doc[] = [];
  #pairs: Pair[] = [];

  constructor(
    readonly rules: readonly Rules[],
    readonly relations: readonly Relation[],
  ) {}

  in(collection: number): Doc[] {
    return this.docs.filter((doc) => doc.collection === collection);
  }

  /** Relations of a collection, each side for itself where it leads to the same collection. */
  sidesOf(collection: number): Side[] {
    return this.relations.flatMap((relation) => {
      const { id, type, parent, child, twoWay } = relation;
      const sides: Side[] = [];
      const manyToMany = type === 'manyToMany';
      if (parent === collection)
        sides.push({
          relation,
          side: 'parent',
          key: `to${id}`,
          other: child,
          isMany: manyToMany || type === 'oneToMany',
        });
      if (child === collection)
        sides.push({
          relation,
          side: 'child',
          key: twoWay ? `by${id}` : null,
          other: parent,
          isMany: manyToMany || type === 'manyToOne',
        });
      return sides;
    });
  }

  shownSides(collection: number): (Side & { key: string })[] {
    return this.sidesOf(collection).filter((side): side is Side & { key: string } => side.key !== null);
  }

  may(doc: Doc, access: Access, type: GrantType | 'create'): boolean {
    const rules = this.rules[doc.collection];
    if ('bypass' in access) return true;
    const isGranted = (list: readonly string[] = []) =>
      access.roles.some((role) => list.includes(`${type}("${role}")`));
    return isGranted(rules?.permissions) || (rules?.documentSecurity === true && isGranted(doc.permissions));
  }

  /** Documents on the other side, in the order in which lists show them. */
  partners(doc: Doc, { relation, side }: Side): Doc[] {
    const found = this.#pairs
      .filter((pair) => pair.relation === relation && pair[side] === doc)
      .map(({ parent, child }) => (side === 'parent' ? child : parent));
    return relation.type === 'manyToMany' ? found : this.docs.filter((other) => found.includes(other));
  }

  /** A document as an answer shows it. `names` are what is selected; none stands for everything. */
  shown(doc: Doc, access: Access, names: readonly string[] = [], path: readonly Relation[] = []): object {
    const own = names.filter((name) => name === '*' || KEYS.includes(name));
    const fields = own.length === 0 || own.includes('*') ? KEYS : own;
    const document: Record<string, unknown> = Object.fromEntries(fields.map((key) => [key, doc.fields[key] ?? null]));
    for (const side of this.shownSides(doc.collection)) {
      const inner = names.filter((name) => name.startsWith(`${side.key}.`));
      if (path.length === DEPTH || path.includes(side.relation) || (names.length > 0 && inner.length === 0)) continue;
      const rest = inner.includes(`${side.key}.*`) ? [] : inner.map((name) => name.slice(side.key.length + 1));
      const others = this.partners(doc, side)
        .filter((other) => this.may(other, access, 'read'))
        .map((other) => this.shown(other, access, rest, [...path, side.relation]));
      document[side.key] = side.isMany ? others : (others[0] ?? null);
    }
    return { ...document, $id: doc.id, $permissions: doc.permissions };
  }

  /** What a path of keys means: the documents that it leads to, and their field; null where it means nothing. */
  #resolve(collection: number, path: string): { sides: Side[]; field: string | null } | null {
    const parts = path.split('.');
    const sides: Side[] = [];
    let at = collection;
    for (const [number, part] of parts.entries()) {
      if (part === '$id' || KEYS.includes(part)) return number === parts.length - 1 ? { sides, field: part } : null;
      const side = this.shownSides(at).find(({ key }) => key === part);
      if (!side || sides.length === HOPS) return null;
      sides.push(side);
      at = side.other;
    }
    return { sides, field: null };
  }

  /** Whether a filter, or an order where `method` is null, must be refused. */
  isRefused(collection: number, path: string, method: string | null): boolean {
    const found = this.#resolve(collection, path);
    if (!found) return true;
    const { sides, field } = found;
    const leadsToMany = sides.some(({ isMany }) => isMany);
    if (method === null) return leadsToMany || field === null;
    return field === null && leadsToMany;
  }

  #reached(doc: Doc, sides: readonly Side[], access: Access): Doc[] {
    return sides.reduce(
      (docs, side) =>
        docs.flatMap((each) => this.partners(each, side).filter((other) => this.may(other, access, 'read'))),
      [doc],
    );
  }

  fieldOf(doc: Doc, path: string, access: Access): Value {
    const { sides, field } = this.#resolve(doc.collection, path) ?? { sides: [], field: null };
    const [found] = this.#reached(doc, sides, access);
    return found ? valueOfField(found, field) : null;
  }

  /** A document is found when one of those that the path leads to passes. */
  matches(doc: Doc, filter: Filter, access: Access): boolean {
    const { sides, field } = this.#resolve(doc.collection, filter.attribute) ?? { sides: [], field: null };
    const found = this.#reached(doc, sides, access);
    if (field === null && filter.method === 'isNull') return found.length === 0;
    return found.some((each) => passes(valueOfField(each, field), filter));
  }

  /** A nested creation or change. The right to create the first document is the caller's to check. */
  write(collection: number, node: Node, access: Access): Outcome {
    const refusals: ErrorClass[] = [];
    const touched: string[] = [];
    if (node.known && !this.may(node.known, access, 'update')) refusals.push(ForbiddenError);
    const plan = this.#plan(collection, node, [], [], { access, refusals, touched });
    return { refusals, isClear: new Set(touched).size === touched.length, apply: () => void this.#write(plan) };
  }

  #plan(
    collection: number,
    node: Node,
    inherited: readonly string[],
    path: readonly Relation[],
    noting: { access: Access; refusals: ErrorClass[]; touched: string[] },
  ): Plan {
    const permissions = node.permissions ?? node.known?.permissions ?? inherited;
    const isFollowed = ({ side }: Link) => path.length < DEPTH && !path.includes(side.relation);
    const changes = node.links
      .filter(isFollowed)
      .map((link) => this.#planLink(node, permissions, link, [...path, link.side.relation], noting));
    return { node, collection, permissions, changes };
  }

  #planLink(
    node: Node,
    permissions: readonly string[],
    link: Link,
    path: readonly Relation[],
    noting: { access: Access; refusals: ErrorClass[]; touched: string[] },
  ): LinkChange {
    const { access, refusals, touched } = noting;
    const { side } = link;
    const { relation } = side;
    const current = node.known ? this.partners(node.known, side) : [];
    const kept: (Doc | Plan)[] = [];
    for (const item of link.items) {
      if (!isNode(item)) {
        // What the caller cannot see is as good as unknown.
        if (this.may(item, access, 'read')) kept.push(item);
        continue;
      }
      const plan = this.#plan(side.other, item, permissions, path, noting);
      kept.push(plan);
      const other = item.known ?? { collection: side.other, id: item.id, fields: {}, permissions: [] };
      const isAllowed = item.known
        ? this.may(other, access, 'update') || (this.may(other, access, 'read') && !isChange(plan))
        : this.may({ ...other, permissions: [] }, access, 'create');
      if (!isAllowed) refusals.push(ForbiddenError);
    }
    const known = kept.flatMap((each) => (isPlan(each) ? (each.node.known ?? []) : each));
    const removed = current.filter(
      (doc) => !known.includes(doc) && (this.may(doc, access, 'read') || (!side.isMany && kept.length > 0)),
    );
    const added = known.filter((doc) => !current.includes(doc));
    const opposite = oppositeOf(side);
    const isSingle = relation.type === 'oneToOne';
    const isHeldThere = isSingle
      ? side.side === 'child' || relation.twoWay
      : relation.type !== 'manyToMany' && side.isMany;
    if (isHeldThere && [...added, ...removed].some((doc) => !this.may(doc, access, 'update')))
      refusals.push(ForbiddenError);
    const former = added.flatMap((doc) => this.partners(doc, opposite));
    if (isSingle && former.length > 0) refusals.push(DuplicateError);
    const name = (which: string, doc: { id: string }) => `${relation.id} ${which} ${doc.id}`;
    const near = [node, ...(relation.type === 'manyToMany' ? [] : former)].map((doc) => name(side.side, doc));
    const far = [...known, ...removed].map((doc) => name(opposite.side, doc));
    touched.push(...new Set([...near, ...far]));
    return { link, kept, removed, isChanged: removed.length > 0 || added.length > 0 || known.length < kept.length };
  }

  /** Documents whose numbers others hold come first, as their age shows in lists. */
  #write({ node, collection, permissions, changes }: Plan): Doc {
    const docOf = (item: Doc | Plan): Doc => (isPlan(item) ? this.#write(item) : item);
    const isHeldHere = ({ link: { side } }: LinkChange) =>
      side.relation.type === 'oneToOne' ? side.side === 'parent' : side.relation.type !== 'manyToMany' && !side.isMany;
    const targets = new Map<LinkChange, Doc[]>();
    for (const change of changes) if (isHeldHere(change)) targets.set(change, change.kept.map(docOf));
    let doc = node.known;
    if (doc) {
      doc.fields = { ...doc.fields, ...node.fields };
      doc.permissions = permissions;
    } else {
      doc = { collection, id: node.id, fields: node.fields, permissions };
      this.docs.push(doc);
    }
    for (const change of changes) {
      if (!targets.has(change)) targets.set(change, change.kept.map(docOf));
      this.#link(doc, change.link.side, targets.get(change) ?? [], change.removed);
    }
    return doc;
  }

  #link(doc: Doc, side: Side, targets: readonly Doc[], removed: readonly Doc[]): void {
    const { relation } = side;
    const far = oppositeOf(side).side;
    this.#pairs = this.#pairs.filter(
      (pair) => pair.relation !== relation || pair[side.side] !== doc || !removed.includes(pair[far]),
    );
    for (const target of targets) {
      if (this.partners(doc, side).includes(target)) continue;
      // Who can have one partner only leaves the former one.
      if (relation.type !== 'manyToMany')
        this.#pairs = this.#pairs.filter(
          (pair) => pair.relation !== relation || pair[far] !== target || side.isMany === false,
        );
      const pair = side.side === 'parent' ? { parent: doc, child: target } : { parent: target, child: doc };
      this.#pairs.push({ relation, ...pair });
    }
  }

  /** A deletion with what goes along. */
  delete(root: Doc, access: Access): Outcome {
    const refusals: ErrorClass[] = [];
    const leaving = [root];
    const holding: Doc[] = [];
    if (!this.may(root, access, 'delete')) refusals.push(ForbiddenError);
    for (const doc of leaving) {
      for (const side of this.sidesOf(doc.collection)) {
        const effect = effectOf(side);
        const others = effect === 'none' ? [] : this.partners(doc, side);
        if (effect === 'refuse') holding.push(...others);
        else leaving.push(...others.filter((other) => !leaving.includes(other)));
      }
    }
    if (leaving.some((doc) => !this.may(doc, access, 'delete'))) refusals.push(ForbiddenError);
    if (holding.some((doc) => !leaving.includes(doc))) refusals.push(RestrictedError);
    return {
      refusals,
      isClear: true,
      apply: () => {
        this.docs = this.docs.filter((doc) => !leaving.includes(doc));
        this.#pairs = this.#pairs.filter(({ parent, child }) => !leaving.includes(parent) && !leaving.includes(child));
      },
    };
  }
}

const valueOfField = (doc: Doc, field: string | null): Value =>
  field === null || field === '$id' ? doc.id : (doc.fields[field] ?? null);

const oppositeOf = ({ relation, side }: Side): Side => ({
  relation,
  side: side === 'parent' ? 'child' : 'parent',
  key: null,
  other: side === 'parent' ? relation.parent : relation.child,
  isMany: relation.type === 'manyToMany' || relation.type === (side === 'parent' ? 'manyToOne' : 'oneToMany'),
});

function isChange({ node, changes }: Plan): boolean {
  const { known } = node;
  if (!known) return true;
  const isNew = (given: readonly string[] | null) => given !== null && String(given) !== String(known.permissions);
  return (
    isNew(node.permissions) ||
    Object.entries(node.fields).some(([key, value]) => value !== (known.fields[key] ?? null)) ||
    changes.some((change) => change.isChanged)
  );
}

/** What a deletion on this side does to the documents on the other, as the table of relationships.md §3.3 has it. */
function effectOf({ relation: { type, onDelete, twoWay }, side }: Side): 'none' | 'refuse' | 'delete' {
  const row = { restrict: 'refuse', setNull: 'none', cascade: 'delete' } as const;
  const isParent = side === 'parent';
  if (type === 'oneToOne' && !isParent) return onDelete === 'cascade' && twoWay ? 'delete' : 'none';
  if (type === 'manyToOne') return isParent ? 'none' : row[onDelete];
  return isParent ? row[onDelete] : 'none';
}
