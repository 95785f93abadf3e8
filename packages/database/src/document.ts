import type { collections, DocumentMeta, NewRow, Row } from '@plinth/definitions';

export type SystemName = keyof typeof collections;
export type SystemRow<N extends SystemName> = Row<(typeof collections)[N]>;
export type NewSystemRow<N extends SystemName> = NewRow<(typeof collections)[N]>;

/** A document of a user's collection. */
export type Document = DocumentMeta & Record<string, unknown>;
export type NewDocument = Record<string, unknown> & { $id: string; $permissions?: readonly string[] };

/** Who asks: roles to hold against grants, or somebody who need not ask (keys, console members, the server itself). */
export type Access = { readonly roles: readonly string[] } | { readonly bypass: true };
export const BYPASS: Access = { bypass: true };

export const PERMISSION_TYPES = { read: 1, update: 2, delete: 3 } as const;
export type GrantType = keyof typeof PERMISSION_TYPES;

/** Whether one of the roles is granted `type` by the permission strings. */
export function grants(permissions: readonly string[], type: GrantType | 'create', roles: readonly string[]): boolean {
  const prefix = `${type}("`;
  return permissions.some((entry) => entry.startsWith(prefix) && roles.includes(entry.slice(prefix.length, -2)));
}
