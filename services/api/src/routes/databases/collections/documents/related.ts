/** Documents of collections that are related to others. Sources: relationships.md §2, §3, §6. */
import type { OpenCollection } from '@plinth/core';
import {
  type Access,
  type Collection,
  createNested,
  type Document,
  deleteNested,
  type Family,
  type Nesting,
  type NewDocument,
  type Reader,
  type Selected,
  type UpdateOptions,
  updateNested,
  type Writer,
} from '@plinth/database';
import { documentPermissionTypes, parsePermission } from '@plinth/definitions';
import { rules } from '@plinth/http';
import type { Call } from '../../../../call.js';
import { checkedPart, refuseForeignRoles } from './document.js';

export type RelatedCall = Pick<Call, 'project' | 'connections' | 'actor'>;

/** A collection and those around it. */
export interface RelatedPlace {
  readonly opened: OpenCollection;
  readonly family: Family;
}

/** As far as queries reach; answers show one level less. */
const HOPS = 3;

export const EVERYTHING: Selected = { keys: null, related: null };

export const isRelated = ({ relations }: Collection): boolean => relations.size > 0;

/** The collections around one, as far as documents show them or queries name them. */
export const familyOf = async (call: RelatedCall, opened: OpenCollection, hops = HOPS): Promise<Family> =>
  call.connections.collections.family(call.project, opened, hops);

/** The same of everything that a deletion may reach; null where there is nothing. */
export const familyOfDeletion = async (call: RelatedCall, opened: OpenCollection): Promise<Family | null> =>
  (opened.collection.schema.relations ?? []).length > 0
    ? call.connections.collections.family(call.project, opened)
    : null;

/** The documents with those that they are related to, as far as the caller may read them. */
export async function withRelated(
  documents: Reader,
  collection: Collection,
  rows: readonly Document[],
  { family, access, selected = EVERYTHING }: { family: Family; access: Access; selected?: Selected },
): Promise<Document[]> {
  const showsNone = collection.relations.size === 0 || selected.related?.size === 0;
  return showsNone ? [...rows] : documents.expand(collection, rows, { family, access, selected });
}

const permissionRule = rules.permissions(documentPermissionTypes);
const idRule = rules.customId();

/** What nested documents are held to: the same as the document that a call names. */
function nestingOf({ actor }: RelatedCall, family: Family): Nesting {
  return {
    family,
    access: actor.access,
    permissions(given) {
      const permissions = checkedPart('data', 'the $permissions of a related document', () =>
        permissionRule.check(given, {} as never),
      );
      refuseForeignRoles(actor, permissions);
      return permissions;
    },
    id: (given) => checkedPart('data', 'the $id of a related document', () => idRule.check(given, {} as never)),
  };
}

/** A document as its caller sees it, and as sockets may. */
export interface Seen {
  readonly document: Document;
  readonly realtimeValue?: Document;
}

/** Creates a document with those nested in it. */
export async function createRelated(
  call: RelatedCall,
  documents: Writer,
  { opened, family }: RelatedPlace,
  document: NewDocument,
): Promise<Seen> {
  const row = await createNested(documents, opened.collection, document, nestingOf(call, family));
  return seen(call, documents, { opened, family }, row);
}

/** Changes a document, its links and those nested in the change. */
export async function updateRelated(
  call: RelatedCall,
  documents: Writer,
  { opened, family }: RelatedPlace,
  { id, change, ...options }: { id: string; change: Record<string, unknown> } & Omit<UpdateOptions, 'access'>,
): Promise<Seen> {
  const nesting = nestingOf(call, family);
  const { row } = await updateNested(documents, opened.collection, id, change, options, nesting);
  return seen(call, documents, { opened, family }, row);
}

/** Deletes a document with what goes with it; gives it as the caller saw it last. */
export async function deleteRelated(
  { actor }: RelatedCall,
  documents: Writer,
  { opened, family }: RelatedPlace,
  id: string,
  options: Omit<UpdateOptions, 'access'>,
): Promise<Seen> {
  const { collection } = opened;
  const { access } = actor;
  const row = isRelated(collection) ? await documents.get(collection, id) : null;
  // Seen before anything is unlinked.
  const [last] = row ? await withRelated(documents, collection, [row], { family, access }) : [];
  const deleted = await deleteNested(documents, collection, id, options, { family, access });
  const document = last ?? deleted;
  return { document, realtimeValue: forSockets(opened, document, family) };
}

async function seen(
  { actor: { access } }: RelatedCall,
  documents: Writer,
  { opened, family }: RelatedPlace,
  row: Document,
): Promise<Seen> {
  const [document = row] = await withRelated(documents, opened.collection, [row], { family, access });
  return { document, realtimeValue: forSockets(opened, document, family) };
}

/** What sockets see of a change: related documents only where everybody who hears of it may read them. */
function forSockets(opened: OpenCollection, document: Document, family: Family): Document {
  const { $permissions, documentSecurity } = opened.row;
  const audience = [...readers($permissions), ...(documentSecurity ? readers(document.$permissions) : [])];
  const isOpen = ({ schema }: Collection): boolean => {
    const allowed = readers(schema.permissions);
    return allowed.includes('any') || (audience.length > 0 && audience.every((role) => allowed.includes(role)));
  };
  return stripped(opened.collection, document, family, isOpen);
}

function stripped(
  collection: Collection,
  document: Document,
  family: Family,
  isOpen: (collection: Collection) => boolean,
): Document {
  const shown: Document = { ...document };
  for (const [key, relation] of collection.relations) {
    const value = shown[key];
    const related = family.get(relation.other);
    if (!related || !isOpen(related)) delete shown[key];
    else if (Array.isArray(value)) shown[key] = value.map((each) => stripped(related, each, family, isOpen));
    else if (value) shown[key] = stripped(related, value as Document, family, isOpen);
  }
  return shown;
}

const readers = (permissions: readonly string[]): string[] =>
  permissions.flatMap((entry) => {
    const parsed = parsePermission(entry);
    return parsed?.type === 'read' ? [parsed.role] : [];
  });
