/**
 * Steps: the creation, change or deletion of one document inside an open write. The single routes are one step, others
 * are many. Decision: docs/decisions/0006.
 */
import type { OpenCollection } from '@plinth/core';
import { type Document, type Family, newId, type UpdateOptions } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';
import { defaultPermissions, mayCreate, refuseForeignRoles } from './collections/documents/document.js';
import {
  createRelated,
  deleteRelated,
  familyOf,
  familyOfDeletion,
  isRelated,
  type Seen,
  updateRelated,
} from './collections/documents/related.js';

export type StepCall = Pick<Call, 'project' | 'connections' | 'actor'>;
export type StepAction = 'create' | 'update' | 'upsert' | 'delete';

/** A collection whose documents steps are about; `family` is null where nothing needs to be followed. */
export interface StepPlace {
  readonly opened: OpenCollection;
  readonly family: Family | null;
}

export interface Step extends StepPlace {
  readonly action: StepAction;
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly permissions: readonly string[] | null;
  /** ISO time: the document must have been changed last at exactly this time. */
  readonly ifUpdatedAt?: string | null;
  readonly ifExists?: boolean | null;
  /** ISO time: a document that was changed later is not touched. */
  readonly ifNotChangedSince?: string | null;
}

export interface Outcome extends Seen {
  readonly action: 'create' | 'update' | 'delete';
}

/** Opens what the documents of a collection are related to, as far as the action goes. */
export async function placeOf(call: StepCall, opened: OpenCollection, action: StepAction): Promise<StepPlace> {
  if (action === 'delete') return { opened, family: await familyOfDeletion(call, opened) };
  return { opened, family: isRelated(opened.collection) ? await familyOf(call, opened) : null };
}

/** Runs a step. Throws what the single route would answer, or 409 where a condition does not hold. */
export async function runStep(call: StepCall, { documents }: Pick<Writing, 'documents'>, step: Step): Promise<Outcome> {
  const { action, opened } = step;
  const isConditional = typeof step.ifExists === 'boolean' || typeof step.ifUpdatedAt === 'string';
  const stored =
    action === 'upsert' || isConditional ? await documents.get(opened.collection, step.id, { lock: true }) : null;
  if (isConditional) refuseUnmet(step, stored);
  switch (action) {
    case 'create':
      return create(call, documents, step);
    case 'update':
      return update(call, documents, step);
    case 'upsert':
      return stored ? update(call, documents, step) : create(call, documents, step);
    case 'delete':
      return remove(call, documents, step);
  }
}

function refuseUnmet({ ifExists, ifUpdatedAt }: Step, stored: Document | null): void {
  const unmet = (reason: string) => new AppError('document_update_conflict', { message: reason });
  if (ifExists === true && !stored) throw unmet('The document is not there, as the step demands.');
  if (ifExists === false && stored) throw unmet('The document is there, against what the step demands.');
  if (typeof ifUpdatedAt === 'string' && stored?.$updatedAt !== ifUpdatedAt)
    throw unmet('The document was changed at another time than the step demands.');
}

type Documents = Writing['documents'];

/** The new document of a step, with the rights that it takes. */
export function newDocument({ actor }: StepCall, { opened, id, data, permissions }: Step) {
  if (Object.keys(data).length === 0) throw new AppError('document_missing_payload');
  if (permissions) refuseForeignRoles(actor, permissions);
  if (!mayCreate(actor, opened)) throw new AppError('user_unauthorized');
  const $id = id === 'unique()' ? newId() : id;
  return { ...data, $id, $permissions: permissions ?? defaultPermissions(actor) };
}

async function create(call: StepCall, documents: Documents, step: Step): Promise<Outcome> {
  const { opened, family } = step;
  const document = newDocument(call, step);
  if (family) return { action: 'create', ...(await createRelated(call, documents, { opened, family }, document)) };
  // Nobody waits for it here: the refusal of an ID comes when what was sent is looked at.
  return { action: 'create', document: documents.append(opened.collection, document) };
}

async function update(call: StepCall, documents: Documents, step: Step): Promise<Outcome> {
  const { opened, family, id, data, permissions } = step;
  const { actor } = call;
  if (Object.keys(data).length === 0 && !permissions) throw new AppError('document_missing_payload');
  const change = permissions ? { ...data, $permissions: permissions } : { ...data };
  const options: Omit<UpdateOptions, 'access'> = {
    ifNotChangedSince: step.ifNotChangedSince ?? null,
    found: () => {
      if (permissions) refuseForeignRoles(actor, permissions);
    },
  };
  if (family) {
    const updated = await updateRelated(call, documents, { opened, family }, { id, change, ...options });
    return { action: 'update', ...updated };
  }
  const { row } = await documents.update(opened.collection, id, change, { ...options, access: actor.access });
  return { action: 'update', document: row };
}

async function remove(call: StepCall, documents: Documents, step: Step): Promise<Outcome> {
  const { opened, family, id } = step;
  const options = { ifNotChangedSince: step.ifNotChangedSince ?? null };
  if (family) return { action: 'delete', ...(await deleteRelated(call, documents, { opened, family }, id, options)) };
  const document = await documents.delete(opened.collection, id, { ...options, access: call.actor.access });
  return { action: 'delete', document };
}

/** Tells of a step as the single route does: the same event, the same audit entry. */
export function tellStep(writing: Writing, { opened }: StepPlace, { action, document, realtimeValue }: Outcome): void {
  const { database, row } = opened;
  const collection = `database/${database.$id}/collection/${row.$id}`;
  writing.change({
    event: `databases.[databaseId].collections.[collectionId].documents.[documentId].${action}`,
    ids: { databaseId: database.$id, collectionId: row.$id, documentId: document.$id },
    model: 'document',
    value: document,
    ...(realtimeValue ? { realtimeValue } : {}),
    audit: {
      event: `document.${action}`,
      // A creation is filed under its collection, as the log lists have it.
      resource: action === 'create' ? collection : `${collection}/document/${document.$id}`,
    },
    collection: opened,
  });
}

/** Data of a document without the fields that every document has, and those fields that a step reads. */
export function splitData(given: Readonly<Record<string, unknown>>) {
  const { $id, $permissions, $createdAt, $updatedAt, $databaseId, $collectionId, ...data } = given;
  return { $id, $permissions, data };
}
