/** What the routes of accounts share. Source: account.md. */
import { type CallerUser, fromRemembered } from '@plinth/core';
import { isoTime, type SystemRow } from '@plinth/database';
import { AppError, collections, invalidArgument, permission, user as userRole } from '@plinth/definitions';
import type { Call, WriteOptions } from '../../call.js';
import { commonPasswords } from '../../common-passwords.js';
import type { Writing } from '../../writing.js';

export type UserRow = SystemRow<'users'>;

/** Types of tokens as they are stored; clients know the numbers from older versions. */
export const tokenTypes = { verification: 2, recovery: 3, magicUrl: 5, phone: 6 } as const;

/** Tokens that went out by mail. What was mailed to an old address proves nothing about a new one. */
const MAILED = [tokenTypes.verification, tokenTypes.recovery, tokenTypes.magicUrl];

async function dropMailedTokens({ documents }: Writing, { $internalId }: UserRow): Promise<void> {
  for (const type of MAILED) await documents.deleteWhere('tokens', { userInternalId: $internalId, type });
}

/** What becomes different with a new address, which nobody has proven yet. */
export async function newEmail(writing: Writing, user: UserRow, email: string): Promise<Partial<UserRow>> {
  await dropMailedTokens(writing, user);
  // Roles name whether a user is verified.
  writing.reroll(user.$id);
  return { email: email.toLowerCase(), emailVerification: false };
}

/** The same of a number. A code that was sent to the old one proves nothing about the new one. */
export async function newPhone(writing: Writing, user: UserRow, phone: string): Promise<Partial<UserRow>> {
  await writing.documents.deleteWhere('tokens', { userInternalId: user.$internalId, type: tokenTypes.phone });
  writing.reroll(user.$id);
  return { phone, phoneVerification: false };
}

/** The signed-in user of the project. A console member in admin mode is none of its users. */
export function signedIn({ actor }: Pick<Call, 'actor'>): CallerUser {
  if (actor.kind !== 'user' || !actor.user) throw new AppError('user_unauthorized');
  return actor.user;
}

/** The signed-in user's row as it is now. */
export async function currentUser(call: Pick<Call, 'actor' | 'documents'>): Promise<UserRow> {
  const row = await call.documents.get('users', signedIn(call).id);
  if (!row) throw new AppError('user_unauthorized');
  return row;
}

/**
 * Changes the signed-in user's row. `change` sees it under its lock, may refuse, and says what becomes different; the
 * search text follows. Honours `X-Appwrite-Timestamp`.
 */
export function updateCurrentUser(
  call: Pick<Call, 'actor' | 'timestamp' | 'write'>,
  change: (user: UserRow, writing: Writing) => Partial<UserRow> | Promise<Partial<UserRow>>,
  options: WriteOptions = {},
): Promise<UserRow> {
  const { id } = signedIn(call);
  return call.write(
    async (writing) => {
      const user = await writing.documents.get('users', id, { lock: true });
      if (!user) throw new AppError('user_unauthorized');
      const changed = await change(user, writing);
      const search = userSearch({ ...user, ...changed });
      const { row } = await writing.documents.update(
        'users',
        id,
        { ...changed, search },
        { ifNotChangedSince: call.timestamp },
      );
      writing.raise(id);
      return row;
    },
    { ...options, ids: { userId: id } },
  );
}

/** Built-in grants of a user, session or token row. Source: permissions.md §7. */
export const ownGrants = (userId: string): string[] =>
  (['read', 'update', 'delete'] as const).map((type) => permission(type, userRole(userId)));

export const userGrants = (userId: string): string[] => [
  permission('read', 'any'),
  permission('update', userRole(userId)),
  permission('delete', userRole(userId)),
];

/** Said of every new user: lists are filtered by it, and a value that is left to its default would not be found. */
export const newcomer = { status: true, emailVerification: false, phoneVerification: false } as const;

/** Whether the account has nothing yet that its user could prove to be its owner by. */
export const isAnonymous = ({ password, email, phone }: UserRow): boolean =>
  password === null && (email === null || phone === null);

/** The text that lists of users are searched in. */
export const userSearch = ({
  $id,
  email,
  phone,
  name,
}: {
  $id: string;
  email: string | null;
  phone: string | null;
  name: string;
}): string => [$id, email, phone, name].filter(Boolean).join(' ');

const ADVERTISED_OPTIONS = collections.users.attributes.hashOptions.fallback as Record<string, unknown>;

/** What a row holds of a password with this hash of ours. */
export const ownHash = (hash: string) => ({ password: hash, hash: 'argon2', hashOptions: ADVERTISED_OPTIONS });

/** What a row holds once its user has chosen a password with this hash. */
export const chosenPassword = ({ passwordHistory }: UserRow, hash: string, historyMax: number): Partial<UserRow> => ({
  ...ownHash(hash),
  passwordHistory: remember(passwordHistory, hash, historyMax),
  passwordUpdate: isoTime(),
  passwordGiven: false,
});

/** Remembered passwords after one more: the newest `max`; none when the project remembers none. */
export const remember = (history: readonly string[], entry: string, max: number): string[] =>
  max > 0 ? [...history, entry].slice(-max) : [];

/** Refuses a password that is among the remembered ones. */
export async function refuseRecentPassword(
  { project, connections }: Pick<Call, 'project' | 'connections'>,
  user: UserRow,
  password: string,
): Promise<void> {
  const { passwordHistory } = project.settings;
  if (passwordHistory === 0) return;
  for (const entry of user.passwordHistory.slice(-passwordHistory)) {
    if (await connections.passwords.verify(password, fromRemembered(entry)))
      throw new AppError('password_recently_used');
  }
}

/** As the rule of chosen passwords, for a parameter that is only sometimes a new password. */
export function refuseCommonPassword({ project }: Pick<Call, 'project'>, password: string): void {
  if (project.settings.passwordDictionary && commonPasswords().has(password))
    throw invalidArgument('password', 'must not be one of the most common passwords.');
}
