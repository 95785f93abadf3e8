/** New users who come by themselves. Source: account.md §1, §3. */
import { sha256 } from '@plinth/core';
import { isoTime, newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';
import { refuseSurplusUser } from '../users/limit.js';
import { newcomer, type UserRow, userGrants, userSearch } from './account.js';

interface Said {
  /** `unique()` has one made. */
  readonly userId: string;
  readonly email?: string;
  readonly phone?: string;
  readonly name?: string;
}

/** Inserts a user who signs up, if the project has room for one more. */
export async function insertNewcomer(
  { project }: Pick<Call, 'project'>,
  writing: Writing,
  { userId, email, phone, name = '' }: Said,
  password: Partial<UserRow> = {},
): Promise<UserRow> {
  await refuseSurplusUser(writing, project);
  const $id = userId === 'unique()' ? newId() : userId;
  const said = { $id, email: email ?? null, phone: phone ?? null, name };
  return writing.documents.create('users', {
    ...said,
    ...newcomer,
    ...password,
    $permissions: userGrants($id),
    registration: isoTime(),
    prefs: {},
    search: userSearch(said),
  });
}

/** The console lets in whom its lists name, and nobody without an address where it has such a list. */
export function refuseUninvited({ project, sender }: Pick<Call, 'project' | 'sender'>, email = ''): void {
  const { emailsAllowed, ipsAllowed } = project.settings;
  if (emailsAllowed.length > 0 && !emailsAllowed.includes(email)) throw new AppError('user_email_not_whitelisted');
  if (ipsAllowed.length > 0 && !ipsAllowed.includes(sender.ip)) throw new AppError('user_ip_not_whitelisted');
}

/**
 * The user with this address, else a new one. Sign-ups by one address go one after the other: of twenty at once the
 * first makes the user, and the others find it.
 */
export async function findOrInsert(
  call: Pick<Call, 'project' | 'sender'>,
  writing: Writing,
  { userId, by, address }: { userId: string; by: 'email' | 'phone'; address: string },
): Promise<UserRow> {
  await writing.transaction.lock(`sign-up:${call.project.internalId}:${sha256(address)}`);
  const known = await writing.documents.findOne('users', { [by]: address }, { lock: true });
  if (known) return known;
  refuseUninvited(call, by === 'email' ? address : '');
  return insertNewcomer(call, writing, { userId, [by]: address });
}
