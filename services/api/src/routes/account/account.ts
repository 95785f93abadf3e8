/** What the routes of accounts share. Source: account.md. */
import { permission, user as userRole } from '@plinth/definitions';
import type { SystemRow } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../call.js';

export type UserRow = SystemRow<'users'>;

/** The signed-in user's row as it is now. A route of scope `account` always has one. */
export async function currentUser(call: Pick<Call, 'actor' | 'documents'>): Promise<UserRow> {
  const id = call.actor.user?.id;
  const row = id ? await call.documents.get('users', id) : null;
  if (!row) throw new AppError('user_unauthorized');
  return row;
}

/** Built-in grants of a user, session or token row. Source: permissions.md §7. */
export const ownGrants = (userId: string): string[] =>
  (['read', 'update', 'delete'] as const).map((type) => permission(type, userRole(userId)));

export const userGrants = (userId: string): string[] => [
  permission('read', 'any'),
  permission('update', userRole(userId)),
  permission('delete', userRole(userId)),
];

/** The text that lists of users are searched in. */
export const userSearch = ({ $id, email, phone, name }: { $id: string; email: string | null; phone: string | null; name: string }): string =>
  [$id, email, phone, name].filter(Boolean).join(' ');

/** Remembered passwords after one more: the newest `max`; none when the project remembers none. */
export const remember = (history: readonly string[], hash: string, max: number): string[] => (max > 0 ? [...history, hash].slice(-max) : []);

/** Refuses a password that is among the remembered ones. */
export async function refuseRecentPassword({ project, connections }: Pick<Call, 'project' | 'connections'>, user: UserRow, password: string): Promise<void> {
  const { passwordHistory } = project.settings;
  if (passwordHistory === 0) return;
  for (const hash of user.passwordHistory.slice(-passwordHistory)) {
    if (await connections.passwords.verify(password, hash)) throw new AppError('password_recently_used');
  }
}
