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
  updateNested,
} from '@plinth/database';
import { documentPermissionTypes, invalidArgument, parsePermission } from '@plinth/definitions';
import { rules } from '@plinth/http';
import type { Call } from '../../../../call.js';
import type { Writing } from '../../../../writing.js';
import { refuseForeignRoles } from './document.js';

type RelatedCall = Pick<Call, 'project' | 'connections' | 'actor' | 'timestamp'>;

/** As far as queries reach; answers show one level less. */
const HOPS = 3;

export const EVERYTHING: Selected = { keys: null, related: null };

export const isRelated = ({ relations }: Collection): boolean => relations.size > 0;

/** The collections around one, as far as documents show them or queries name them. */
export const familyOf = async (call: RelatedCall, opened: OpenCollection, hops = HOPS): Promise<Family> =>
  call.connections.collections.family(call.project, opened, hops);

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
      const permissions = checked('$permissions', given, permissionRule);
      refuseForeignRoles(actor, permissions);
      return permissions;
    },
    id: (given) => checked('$id', given, idRule),
  };
}

function checked<T>(name: string, given: unknown, rule: { check(value: unknown, context: never): T }): T {
  try {
    return rule.check(given, {} as never);
  } catch (error) {
    throw invalidArgument('data', `The ${name} of a related document is not valid: ${(error as Error).message}`);
  }
}

/** Creates a document with those nested in it. */
export async function createRelated(
  call: RelatedCall,
  opened: OpenCollection,
  document: NewDocument,
  writing: Writing,
  family: Family,
): Promise<Document> {
  const row = await createNested(writing.documents, opened.collection, document, nestingOf(call, family));
  return shownAs(call, opened, row, writing, family);
}

/** Changes a document, its links and those nested in the change. */
export async function updateRelated(
  call: RelatedCall,
  opened: OpenCollection,
  { id, change, found }: { id: string; change: Record<string, unknown>; found: () => void },
  writing: Writing,
  family: Family,
): Promise<Document> {
  const options = { ifNotChangedSince: call.timestamp, found };
  const nesting = nestingOf(call, family);
  const { row } = await updateNested(writing.documents, opened.collection, id, change, options, nesting);
  return shownAs(call, opened, row, writing, family);
}

/** Deletes a document with what goes with it; gives it as the caller saw it last. */
export async function deleteRelated(
  call: RelatedCall,
  opened: OpenCollection,
  id: string,
  writing: Writing,
  family: Family,
): Promise<Document> {
  const { documents } = writing;
  const { collection } = opened;
  const { access } = call.actor;
  const row = isRelated(collection) ? await documents.get(collection, id) : null;
  const [last] = row ? await withRelated(documents, collection, [row], { family, access }) : [];
  const options = { ifNotChangedSince: call.timestamp };
  const deleted = await deleteNested(documents, collection, id, options, { family, access });
  const document = last ?? deleted;
  writing.payload(document, { model: 'document', realtimeValue: forSockets(opened, document, family) });
  return document;
}

async function shownAs(
  { actor }: RelatedCall,
  opened: OpenCollection,
  row: Document,
  writing: Writing,
  family: Family,
): Promise<Document> {
  const [shown = row] = await withRelated(writing.documents, opened.collection, [row], {
    family,
    access: actor.access,
  });
  writing.payload(shown, { model: 'document', realtimeValue: forSockets(opened, shown, family) });
  return shown;
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
