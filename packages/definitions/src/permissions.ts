/** Role strings and permission strings: how they are written, checked and expanded. */

export type PermissionType = 'create' | 'read' | 'update' | 'delete';

export interface Role {
  readonly role: 'any' | 'guests' | 'users' | 'user' | 'team' | 'member';
  /** ID of the user, team or membership; empty where the role has none. */
  readonly identifier: string;
  /** `verified`, `unverified` or a team role; empty when not narrowed. */
  readonly dimension: string;
}

export interface Permission {
  /** `write` stands for create, update and delete; `expandPermissions` takes it apart. */
  readonly type: PermissionType | 'write';
  /** Canonical role string. */
  readonly role: string;
}

export const documentPermissionTypes: readonly PermissionType[] = ['read', 'update', 'delete'];
export const collectionPermissionTypes: readonly PermissionType[] = ['create', 'read', 'update', 'delete'];

/** What `write` stands for, in the order in which it expands. */
const writeTypes: readonly PermissionType[] = ['create', 'update', 'delete'];

type Dimension = 'none' | 'verification' | 'teamRole';

const roleRules: Readonly<Record<Role['role'], { readonly identifier: boolean; readonly dimension: Dimension }>> = {
  any: { identifier: false, dimension: 'none' },
  guests: { identifier: false, dimension: 'none' },
  users: { identifier: false, dimension: 'verification' },
  user: { identifier: true, dimension: 'verification' },
  team: { identifier: true, dimension: 'teamRole' },
  member: { identifier: true, dimension: 'none' },
};

const rolePattern = /^([a-z]+)(?::([^:/]+))?(?:\/([^:/]+))?$/;
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/;
const permissionPattern = /^(read|create|update|delete|write)\("([^"]*)"\)$/;

/** The parts of a role string, or null when it is not one. */
export function parseRole(text: string): Role | null {
  const [, role, identifier = '', dimension = ''] = rolePattern.exec(text) ?? [];
  if (role === undefined || !isRoleName(role)) return null;
  const rule = roleRules[role];
  if (rule.identifier ? !idPattern.test(identifier) : identifier !== '') return null;
  if (dimension !== '' && !acceptsDimension(rule.dimension, dimension)) return null;
  return { role, identifier, dimension };
}

function isRoleName(name: string): name is Role['role'] {
  return Object.hasOwn(roleRules, name);
}

function acceptsDimension(rule: Dimension, dimension: string): boolean {
  if (rule === 'verification') return dimension === 'verified' || dimension === 'unverified';
  return rule === 'teamRole' && idPattern.test(dimension);
}

/** The parts of a permission string, which is exactly `type("role")`, or null when it is not one. */
export function parsePermission(text: string): Permission | null {
  const [, type, role] = permissionPattern.exec(text) ?? [];
  if (role === undefined || parseRole(role) === null) return null;
  return { type: type as Permission['type'], role };
}

export const permission = (type: Permission['type'], role: string): string => `${type}("${role}")`;

/**
 * The list as it is stored: `write` becomes the allowed ones of create, update and delete in its place, repetitions
 * go, first occurrences stay in order. Takes checked strings; what does not parse stays as it is.
 */
export function expandPermissions(list: readonly string[], allowed: readonly PermissionType[]): string[] {
  const expanded = list.flatMap((text) => {
    const parsed = parsePermission(text);
    if (parsed?.type !== 'write') return [text];
    return writeTypes.filter((type) => allowed.includes(type)).map((type) => permission(type, parsed.role));
  });
  return [...new Set(expanded)];
}

/** Roles to which the list grants `type`, without repetitions. `write` grants what it stands for. */
export function rolesOf(permissions: readonly string[], type: PermissionType): string[] {
  const roles = permissions.flatMap((text) => {
    const parsed = parsePermission(text);
    const grants = parsed !== null && (parsed.type === type || (parsed.type === 'write' && writeTypes.includes(type)));
    return grants ? [parsed.role] : [];
  });
  return [...new Set(roles)];
}

export type Verification = 'verified' | 'unverified';

const narrowed = (role: string, dimension: string | undefined): string =>
  dimension === undefined ? role : `${role}/${dimension}`;

export const any = (): string => 'any';
export const guests = (): string => 'guests';
export const users = (dimension?: Verification): string => narrowed('users', dimension);
export const user = (id: string, dimension?: Verification): string => narrowed(`user:${id}`, dimension);
export const team = (id: string, role?: string): string => narrowed(`team:${id}`, role);
export const member = (id: string): string => `member:${id}`;
