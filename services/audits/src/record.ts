/** From changes to rows of the audit collection. Source: events.md §6. */
import { DuplicateError, type NewSystemRow, type Store } from '@plinth/database';
import type { AuditEntry, Change } from '@plinth/definitions';

/** A change with the ID of the message that brought it. */
export interface Incoming<C extends Change = Change & { readonly audit: AuditEntry }> {
  readonly id: string;
  readonly change: C;
}

/** Only what is known to be somebody's doing, and to a resource, is recorded. */
export function isRecorded(incoming: Incoming<Change>): incoming is Incoming {
  const { audit, actor } = incoming.change;
  return audit !== undefined && audit.resource !== '' && actor.id !== '';
}

/** Stores the rows in one write. A row that is there already was stored by an earlier delivery of its message. */
export async function record(store: Store, incoming: readonly Incoming[]): Promise<void> {
  try {
    await insert(store, incoming);
  } catch (error) {
    if (!(error instanceof DuplicateError)) throw error;
    for (const one of incoming) await insert(store, [one]).catch(passOverDuplicate);
  }
}

function passOverDuplicate(error: unknown): void {
  if (!(error instanceof DuplicateError)) throw error;
}

async function insert(store: Store, incoming: readonly Incoming[]): Promise<void> {
  const audit = store.collection('audit');
  await store.write((transaction) => {
    for (const { id, change } of incoming) transaction.in(change.project).append(audit, rowOf(id, change));
  });
}

/** Holds IDs and names, never payloads: those carry tokens and whole documents. */
function rowOf(id: string, { actor, mode, at, audit }: Incoming['change']): NewSystemRow<'audit'> {
  return {
    $id: id,
    $createdAt: at,
    userId: actor.id,
    userKind: actor.kind,
    userInternalId: actor.internalId,
    userName: actor.name,
    userEmail: actor.email,
    mode,
    event: audit.event,
    resource: audit.resource,
    userAgent: audit.userAgent,
    ip: audit.ip,
    time: at,
  };
}
