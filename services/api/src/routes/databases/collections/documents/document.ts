/** What the routes of documents share. Source: databases.md §2, §7; permissions.md §4. */
import type { Actor, OpenCollection } from '@plinth/core';
import { grants } from '@plinth/database';
import { AppError, invalidArgument, parsePermission, permission, user as userRole } from '@plinth/definitions';
import { path, rules } from '@plinth/http';

export const documentPath = '/databases/:databaseId/collections/:collectionId/documents';

export const collectionParams = {
  databaseId: path(rules.uid(), 'ID of the database.'),
  collectionId: path(rules.uid(), 'ID of the collection.'),
};

export const documentParams = { ...collectionParams, documentId: path(rules.uid(), 'ID of the document.') };

const KEYS = ['ip:{ip},method:{method},url:{url},userId:{userId}'];
export const writeLimit = { limit: 120, seconds: 60, keys: KEYS };
export const deleteLimit = { limit: 60, seconds: 60, keys: KEYS };

/** Older paths without a database mean the one named `default`. */
export const olderPath = (tail: string) => [
  { path: `/database/collections/:collectionId/documents${tail}`, params: { databaseId: 'default' } },
];

/** Callers other than servers may only name roles that they hold at that moment. */
export function refuseForeignRoles(actor: Actor, permissions: readonly string[]): void {
  if (actor.isServer) return;
  for (const entry of permissions) {
    const role = parsePermission(entry)?.role ?? '';
    if (!actor.roles.includes(role)) {
      throw new AppError('user_unauthorized', {
        message: `The caller holds the roles ${actor.roles.join(', ')}; not ${JSON.stringify(role)}.`,
      });
    }
  }
}

/** A user's new document belongs to that user; those of servers and guests to nobody but the collection. */
export function defaultPermissions(actor: Actor): string[] {
  if (actor.isServer || !actor.user || actor.kind !== 'user') return [];
  const { id } = actor.user;
  return (['read', 'update', 'delete'] as const).map((type) => permission(type, userRole(id)));
}

export const mayCreate = (actor: Actor, { row }: OpenCollection): boolean =>
  'bypass' in actor.access || grants(row.$permissions, 'create', actor.access.roles);

/** What a rule makes of a part of a parameter; its refusal names both. */
export function checkedPart<T>(parameter: string, part: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw invalidArgument(parameter, `${part} ${(error as Error).message}`);
  }
}

/** The object in `data`, or the refusal of what is none. An empty one is told apart by the caller. */
export function readData(data: unknown): Record<string, unknown> {
  if (data === null || data === undefined || (Array.isArray(data) && data.length === 0)) return {};
  if (typeof data !== 'object' || Array.isArray(data))
    throw new AppError('document_invalid_structure', { message: 'Document data must be an object.' });
  return data as Record<string, unknown>;
}
