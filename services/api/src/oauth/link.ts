/** Which user an account at a provider signs in. Source: account.md §5.4. */
import { sha256 } from '@plinth/core';
import { newId } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../call.js';
import { ownHash, type UserRow, userSearch } from '../routes/account/account.js';
import { insertNewcomer, refuseUninvited } from '../routes/account/sign-up.js';
import type { Writing } from '../writing.js';
import type { ProviderUser } from './paths.js';

export type LinkCall = Pick<Call, 'actor' | 'project' | 'sender'>;

export interface Arrival {
  readonly provider: string;
  readonly person: ProviderUser;
  /** Hash of a password that nobody knows, for a user who is new. */
  readonly hash: string;
}

export const fingerprintOf = (provider: string, uid: string): string => sha256(JSON.stringify([provider, uid]));

/**
 * The user, who is made where there is none, and knows the account from now on. Sign-ins with one account, and those
 * that bring one address, go one after the other: of many at once the first makes the user.
 */
export async function linkUser(call: LinkCall, writing: Writing, arrival: Arrival): Promise<UserRow> {
  const { documents, transaction } = writing;
  const { provider, person } = arrival;
  const fingerprint = fingerprintOf(provider, person.id);
  await transaction.lock(`identity:${call.project.internalId}:${fingerprint}`);
  const identity = await documents.findOne('identities', { fingerprint }, { lock: true });
  const known = identity && (await documents.byNumber('users', identity.userInternalId, { lock: true }));
  const user = await chooseUser(call, writing, arrival, known);
  if (!user.status) throw new AppError('user_blocked');
  if (known) return user;
  // Its user is gone, and the rest of what was that user's is being cleared away.
  if (identity) await documents.delete('identities', identity.$id);
  await documents.create('identities', {
    $id: newId(),
    $permissions: [],
    userInternalId: user.$internalId,
    userId: user.$id,
    provider,
    providerUid: person.id,
    fingerprint,
  });
  return user;
}

async function chooseUser(call: LinkCall, writing: Writing, arrival: Arrival, known: UserRow | null): Promise<UserRow> {
  const { documents, transaction } = writing;
  const { email } = arrival.person;
  const caller = call.actor.kind === 'user' ? call.actor.user : null;
  if (email !== '') await transaction.lock(`sign-up:${call.project.internalId}:${sha256(email)}`);
  if (caller) {
    const user = await documents.get('users', caller.id, { lock: true });
    if (!user || user.$internalId !== caller.internalId) throw new AppError('user_unauthorized');
    if (known && known.$internalId !== user.$internalId) throw new AppError('user_already_exists');
    return isNobodyYet(user) ? convert(writing, user, arrival) : user;
  }
  if (known) return known;
  const owner = email === '' ? null : await documents.findOne('users', { email }, { lock: true });
  return owner ? takeOver(writing, owner, arrival) : insertUser(call, writing, arrival);
}

const isNobodyYet = ({ password, email, phone }: UserRow): boolean =>
  password === null && email === null && phone === null;

/** Gives an anonymous user the name and the address that the provider knows. */
async function convert(writing: Writing, user: UserRow, { person }: Arrival): Promise<UserRow> {
  const { documents } = writing;
  const { name, email, isVerified } = person;
  const owner = email === '' ? null : await documents.findOne('users', { email }, { lock: true });
  if (owner) throw new AppError('user_email_already_exists');
  // Roles name whether a user is verified.
  writing.reroll(user.$id);
  const change = { name: nameOf(name) || user.name, email: email || null, emailVerification: isVerified };
  const { row } = await documents.update('users', user.$id, {
    ...change,
    search: userSearch({ ...user, ...change }),
  });
  return row;
}

/**
 * Signs in as the user who has this address already, if the provider vouches for it. Whoever made an account for an
 * address without proving it may have set a password or a number that codes are sent to, be signed in, or wait with a
 * link: all of that ends.
 */
async function takeOver(writing: Writing, owner: UserRow, { person }: Arrival): Promise<UserRow> {
  if (!person.isVerified) throw new AppError('user_already_exists');
  if (owner.emailVerification || !owner.status) return owner;
  const { documents } = writing;
  const { $internalId: userInternalId } = owner;
  for (const name of ['sessions', 'tokens', 'identities'] as const)
    await documents.deleteWhere(name, { userInternalId });
  writing.reroll(owner.$id);
  const change = {
    ...ownHash(''),
    password: null,
    passwordUpdate: null,
    passwordHistory: [],
    passwordGiven: false,
    emailVerification: true,
    phone: null,
    phoneVerification: false,
  };
  const search = userSearch({ ...owner, ...change });
  const { row } = await documents.update('users', owner.$id, { ...change, search });
  return row;
}

async function insertUser(call: LinkCall, writing: Writing, { person, hash }: Arrival): Promise<UserRow> {
  const { name, email, isVerified } = person;
  refuseUninvited(call, email);
  const user = await insertNewcomer(
    call,
    writing,
    { userId: 'unique()', ...(email === '' ? {} : { email }), name: nameOf(name) },
    { ...ownHash(hash), passwordUpdate: null, emailVerification: isVerified },
  );
  const { $id, $internalId } = user;
  writing.change({
    event: 'users.[userId].create',
    ids: { userId: $id },
    model: 'account',
    value: user,
    actor: { kind: 'user', id: $id, internalId: $internalId, name: user.name, email },
  });
  return user;
}

/** Names of users have at most 128 characters. */
const nameOf = (name: string): string => [...name].slice(0, 128).join('');
