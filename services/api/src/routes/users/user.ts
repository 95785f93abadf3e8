/** What the routes of a project's users share. Their callers are keys and console members. Source: users.md. */
import { type StoredPassword, toRemembered } from '@plinth/core';
import { isoTime, newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import { body, path, rules } from '@plinth/http';
import type { Call, WriteOptions } from '../../call.js';
import type { Writing } from '../../writing.js';
import { newcomer, remember, type UserRow, userGrants, userSearch } from '../account/account.js';

export const userIdParam = path(rules.uid(), 'ID of the user.');
export const newUserIdParam = body(rules.customId(), 'ID of the user; `unique()` has one made.');
export const nameParam = body(rules.text(128), 'Name.').optional('');

/** Longer than any algorithm's output. */
const HASH_MAX = 4096;
const HASH_MIN = 8;

/** What every import of a hash takes. The hash itself is stored as it is; what cannot be read verifies nobody. */
export const importParams = {
  userId: newUserIdParam,
  email: body(rules.email(), 'Email address.'),
  password: body(rules.text(HASH_MAX, HASH_MIN), 'The hash of the password.'),
};

interface NewUser {
  readonly userId: string;
  readonly email: string | null;
  readonly phone?: string | null;
  readonly name: string | null;
}

/**
 * Inserts a user, with a password or without. Neither the limit nor the switches of the project count here: these
 * callers are no people who sign up.
 */
export function insertUser(
  call: Pick<Call, 'project' | 'write'>,
  { userId, email, phone = null, name }: NewUser,
  stored: StoredPassword | null,
): Promise<UserRow> {
  const $id = userId === 'unique()' ? newId() : userId;
  const said = { $id, email: email?.toLowerCase() ?? null, phone, name: name ?? '' };
  const { passwordHistory } = call.project.settings;
  return call.write(
    async (writing) => {
      const now = isoTime();
      const user = await writing.documents.create('users', {
        ...said,
        ...newcomer,
        $permissions: userGrants($id),
        ...(stored ? passwordOf(stored, passwordHistory, now) : {}),
        registration: now,
        prefs: {},
        search: userSearch(said),
      });
      tell(writing, user);
      return user;
    },
    { duplicate: 'user_already_exists' },
  );
}

const passwordOf = (stored: StoredPassword, historyMax: number, passwordUpdate: string) => ({
  password: stored.password,
  hash: stored.hash,
  hashOptions: { ...stored.hashOptions },
  passwordHistory: remember([], toRemembered(stored), historyMax),
  passwordUpdate,
  passwordGiven: true,
});

export async function findUser({ documents }: Pick<Call, 'documents'>, id: string): Promise<UserRow> {
  const user = await documents.get('users', id);
  if (!user) throw new AppError('user_not_found');
  return user;
}

/** The user under its lock, so that nothing of it changes until the commit. */
export async function lockUser({ documents }: Writing, id: string): Promise<UserRow> {
  const user = await documents.get('users', id, { lock: true });
  if (!user) throw new AppError('user_not_found');
  return user;
}

/** Changes a user; `change` sees it under its lock and says what becomes different. The search text follows. */
export function updateUser(
  call: Pick<Call, 'write'> & { readonly params: { readonly userId: string } },
  change: (user: UserRow, writing: Writing) => Partial<UserRow> | Promise<Partial<UserRow>>,
  options: WriteOptions = {},
): Promise<UserRow> {
  return call.write(async (writing) => {
    const user = await lockUser(writing, call.params.userId);
    const changed = await change(user, writing);
    const search = userSearch({ ...user, ...changed });
    const { row } = await writing.documents.update('users', user.$id, { ...changed, search });
    writing.raise(row.$id);
    tell(writing, row);
    return row;
  }, options);
}

/** Says that an address of a user is verified, or is not. */
export const setVerified = (
  call: Parameters<typeof updateUser>[0],
  change: Partial<Pick<UserRow, 'emailVerification' | 'phoneVerification'>>,
): Promise<UserRow> =>
  updateUser(call, (user, writing) => {
    // Roles name whether a user is verified.
    writing.reroll(user.$id);
    return change;
  });

/** What the event of a user carries: the answer shows hashes, but who listens must not get them. */
export function tell(writing: Writing, user: UserRow): void {
  writing.ids({ userId: user.$id });
  writing.payload(user, { model: 'account' });
}
