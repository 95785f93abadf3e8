/**
 * Writing a document together with those nested in it, in one transaction: first everything is looked up under its lock
 * and every right is checked, then it is written. Source: relationships.md §3.1, §3.2.
 */
import { stringifyJson } from '@plinth/definitions';
import { type Access, type Document, grants, type NewDocument } from '../document.js';
import { DuplicateError, ForbiddenError, StructureError } from '../errors.js';
import { newId } from '../ids.js';
import { may, mayRead } from '../reader.js';
import type { Collection } from '../schema.js';
import { checkValue } from '../structure.js';
import type { Changed, UpdateOptions, Writer } from '../writer.js';
import { LEVELS } from './expand.js';
import type { Family } from './family.js';
import { addLinks, lockIds, lockPartners, pointTo, removeLinks } from './links.js';
import { homeOf, isMany, LINKS, linksOf, type RelationSchema } from './relation.js';

/** What a write of nested documents needs to know of its caller. */
export interface Nesting {
  readonly family: Family;
  readonly access: Access;
  /** Permissions given for a nested document as they are stored. Throws when malformed or not the caller's to give. */
  readonly permissions: (given: unknown) => readonly string[];
  /** The ID given for a nested document. Throws when it is none. */
  readonly id: (given: unknown) => string;
}

type Data = Readonly<Record<string, unknown>>;

/** A document that may be written, with what is to become of its links. */
interface Branch {
  readonly collection: Collection;
  /** As it is stored, locked; null for a new one. */
  readonly row: Document | null;
  readonly id: string;
  readonly data: Data;
  readonly permissions: readonly string[] | null;
  readonly links: readonly LinkChange[];
  readonly isChanged: boolean;
}

interface LinkChange {
  readonly relation: RelationSchema;
  readonly other: Collection;
  readonly targets: readonly Target[];
  /** Documents that lose the link. */
  readonly removed: readonly Document[];
  /** Whether anything changes. */
  readonly isChanged: boolean;
}

/** A document to link: as it is, or written along. */
interface Target {
  readonly row: Document | null;
  readonly branch: Branch | null;
  readonly isLinked: boolean;
}

/** Creates a document with what is nested in it. The right to create it is the caller's to check. */
export async function createNested(
  writer: Writer,
  collection: Collection,
  document: NewDocument,
  nesting: Nesting,
): Promise<Document> {
  const { $id, $permissions = [], ...data } = document;
  const saving = new Saving(writer, nesting);
  const id = $id === 'unique()' ? newId() : $id;
  return saving.write(await saving.plan(collection, data, { row: null, id, permissions: $permissions }, []));
}

/** Changes a document and what is nested in the change. Throws as `Writer.update` does. */
export async function updateNested(
  writer: Writer,
  collection: Collection,
  id: string,
  change: Data,
  options: Omit<UpdateOptions, 'access'>,
  nesting: Nesting,
): Promise<Changed<Document>> {
  const before = await writer.lock(collection, id, 'update', { ...options, access: nesting.access });
  const { $permissions, ...data } = change;
  const permissions = Array.isArray($permissions) ? ($permissions as string[]) : null;
  const saving = new Saving(writer, nesting);
  const branch = await saving.plan(collection, data, { row: before, id: before.$id, permissions }, []);
  return { row: await saving.write({ ...branch, isChanged: true }), before };
}

interface Place {
  readonly row: Document | null;
  readonly id: string;
  readonly permissions: readonly string[] | null;
}

class Saving {
  constructor(
    private readonly writer: Writer,
    private readonly nesting: Nesting,
  ) {}

  /** Looks up what the data names, and checks every right that the write takes, except those of the document itself. */
  async plan(collection: Collection, given: Data, place: Place, path: readonly number[]): Promise<Branch> {
    const data: Record<string, unknown> = {};
    const links: LinkChange[] = [];
    for (const [key, value] of Object.entries(given)) {
      const relation = collection.relations.get(key);
      if (!relation) data[key] = value;
      // What lies deeper than answers show, or leads back, is passed over.
      else if (path.length < LEVELS - 1 && !path.includes(relation.id)) {
        const link = await this.#planLink(relation, key, value, place, path);
        if (link) links.push(link);
      }
    }
    const { row, permissions } = place;
    const isChanged =
      row === null ||
      links.some((link) => link.isChanged) ||
      (permissions !== null && stringifyJson(permissions) !== stringifyJson(row.$permissions)) ||
      Object.entries(data).some(([key, value]) => !key.startsWith('$') && differs(collection, row, key, value));
    return { collection, ...place, data, links, isChanged };
  }

  async #planLink(
    relation: RelationSchema,
    key: string,
    value: unknown,
    place: Place,
    path: readonly number[],
  ): Promise<LinkChange | null> {
    const other = this.nesting.family.get(relation.other);
    if (!other) return null; // it is being deleted
    const items = itemsOf(relation, key, value).map((item) =>
      typeof item === 'string' ? item : this.#identified(item),
    );
    const ids = [...new Set(items.map((item) => (typeof item === 'string' ? item : item.id)))];
    const known = await lockIds(
      this.writer,
      other,
      ids.filter((id) => ID.test(id)),
    );
    const current = place.row ? await lockPartners(this.writer, relation, other, [place.row]) : [];
    const linked = new Set(current.map(({ $internalId }) => $internalId));
    const targets = new Map<string, Target>();
    for (const item of items) {
      const id = typeof item === 'string' ? item : item.id;
      const row = known.get(id.toLowerCase()) ?? null;
      const isLinked = row !== null && linked.has(row.$internalId);
      // An ID links what the caller can see; others are as good as unknown.
      if (typeof item === 'string' && (!row || !mayRead(other, row, this.nesting.access))) continue;
      const branch = typeof item === 'string' ? null : await this.#planItem(relation, other, item, row, place, path);
      if (branch || !targets.has(id.toLowerCase())) targets.set(id.toLowerCase(), { row, branch, isLinked });
    }
    const chosen = [...targets.values()];
    const kept = new Set(chosen.flatMap(({ row }) => (row ? [row.$internalId] : [])));
    const removed = current.filter(
      (row) =>
        !kept.has(row.$internalId) &&
        // Those that the caller cannot see are no part of what it sends back, unless something takes their place.
        (mayRead(other, row, this.nesting.access) || (!isMany(relation) && chosen.length > 0)),
    );
    const added = chosen.flatMap(({ row, isLinked }) => (row && !isLinked ? [row] : []));
    this.#checkLinks(relation, other, added, removed, place);
    const isChanged = removed.length > 0 || chosen.some(({ isLinked }) => !isLinked);
    return { relation, other, targets: chosen, removed, isChanged };
  }

  #identified(item: Data): { id: string; data: Data } {
    const { $id, ...data } = item;
    return { id: $id === undefined || $id === null || $id === 'unique()' ? newId() : this.nesting.id($id), data };
  }

  async #planItem(
    relation: RelationSchema,
    other: Collection,
    { id, data }: { id: string; data: Data },
    row: Document | null,
    owner: Place,
    path: readonly number[],
  ): Promise<Branch> {
    const { $permissions, ...rest } = data;
    const given = $permissions === undefined || $permissions === null ? null : this.nesting.permissions($permissions);
    // A new document has the permissions of the one that it hangs from.
    const inherited = row ? null : (owner.permissions ?? owner.row?.$permissions ?? []);
    const place = { row, id: row?.$id ?? id, permissions: given ?? inherited };
    const branch = await this.plan(other, rest, place, [...path, relation.id]);
    const { access } = this.nesting;
    const mayCreate = 'bypass' in access || grants(other.schema.permissions, 'create', access.roles);
    if (!row && !mayCreate) throw new ForbiddenError('A related document may not be created.');
    if (row && branch.isChanged && !may(other, row, access, 'update'))
      throw new ForbiddenError('A related document may not be updated.');
    if (row && !mayRead(other, row, access) && !may(other, row, access, 'update'))
      throw new ForbiddenError('A related document may not be linked.');
    return branch;
  }

  /** A link that shows on the other side is a change of the other document too. */
  #checkLinks(
    relation: RelationSchema,
    other: Collection,
    added: readonly Document[],
    removed: readonly Document[],
    { row }: Place,
  ): void {
    const { access } = this.nesting;
    const isOnOther = homeOf(relation) === 'other';
    if (isOnOther || (relation.type === 'oneToOne' && relation.twoWay)) {
      for (const each of [...added, ...removed])
        if (!may(other, each, access, 'update')) throw new ForbiddenError('A related document may not be updated.');
    }
    if (relation.type !== 'oneToOne' || !isOnOther) return;
    const holder = (each: Document) => linksOf(each)[relation.id] ?? null;
    if (added.some((each) => holder(each) !== null && holder(each) !== row?.$internalId))
      throw new DuplicateError(`r${relation.id}`);
  }

  /** Writes what was planned, first the documents whose numbers others hold. `held` are links that its row holds. */
  async write(branch: Branch, held: Readonly<Record<number, number>> = {}): Promise<Document> {
    const { writer } = this;
    const { collection } = branch;
    const own: Record<number, number | null> = { ...held };
    for (const { relation, targets, isChanged } of branch.links) {
      if (homeOf(relation) !== 'own') continue;
      const [target] = targets;
      const number = target ? await this.#numberOf(target) : null;
      if (isChanged) own[relation.id] = number;
    }
    const row = await this.#writeRow(branch, own);
    for (const { relation, other, targets, removed } of branch.links) {
      const lost = removed.map(({ $internalId }) => $internalId);
      const home = homeOf(relation);
      if (home === 'other') {
        pointTo(writer, relation, other, lost, null);
        const found: number[] = [];
        for (const target of targets) {
          if (target.branch) await this.write(target.branch, target.isLinked ? {} : { [relation.id]: row.$internalId });
          else if (target.row && !target.isLinked) found.push(target.row.$internalId);
        }
        pointTo(writer, relation, other, found, row.$internalId);
      }
      if (home === 'table') {
        if (lost.length > 0) removeLinks(writer, relation, [row.$internalId], lost);
        const added: number[] = [];
        for (const target of targets) {
          const number = await this.#numberOf(target);
          if (!target.isLinked) added.push(number);
        }
        addLinks(writer, relation, collection, row.$internalId, added);
      }
    }
    return row;
  }

  async #numberOf({ row, branch }: Target): Promise<number> {
    return branch ? (await this.write(branch)).$internalId : (row?.$internalId ?? 0);
  }

  async #writeRow(
    { collection, row, id, data, permissions, isChanged }: Branch,
    own: Record<number, number | null>,
  ): Promise<Document> {
    const links = Object.keys(own).length > 0 ? { [LINKS]: own } : {};
    if (!row) return this.writer.create(collection, { ...data, $id: id, $permissions: permissions ?? [], ...links });
    if (!isChanged && Object.keys(own).length === 0) return row;
    const change = permissions ? { ...data, $permissions: permissions, ...links } : { ...data, ...links };
    return this.writer.change(collection, row, change).row;
  }
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/;

/** What a value names: IDs and objects. Throws `StructureError` for what no relation takes. */
function itemsOf(relation: RelationSchema, key: string, value: unknown): (string | Data)[] {
  if (value === null || value === undefined) return [];
  const items = isMany(relation) && Array.isArray(value) ? value : [value];
  const isFitting = isMany(relation) === Array.isArray(value) && items.every(isItem);
  if (!isFitting) {
    const wanted = isMany(relation) ? 'a list of IDs or documents' : 'an ID, a document or null';
    throw new StructureError(`The relation ${stringifyJson(key)} must be ${wanted}.`);
  }
  return items;
}

const isItem = (item: unknown): item is string | Data =>
  typeof item === 'string' || (typeof item === 'object' && item !== null && !Array.isArray(item));

/** Whether a given value is another than the stored one. What does not fit the attribute is told later, but differs. */
function differs(collection: Collection, row: Document, key: string, given: unknown): boolean {
  const attribute = collection.byKey.get(key);
  const stored = row[key] ?? null;
  if (!attribute || stringifyJson(given ?? null) === stringifyJson(stored)) return !attribute;
  if (given === null || given === undefined || attribute.array) return true;
  try {
    return stringifyJson(checkValue(attribute, given)) !== stringifyJson(stored);
  } catch (error) {
    if (error instanceof StructureError) return true;
    throw error;
  }
}
