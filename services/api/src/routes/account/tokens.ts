/** Tokens: what goes out by mail or as a text message, and comes back once. Source: account.md §2. */
import { newSecret, sameText, sha256 } from '@plinth/core';
import { isoTime, newId, type Reader, type SystemRow } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';
import { ownGrants, type UserRow } from './account.js';

export type TokenRow = SystemRow<'tokens'>;

/** Links that confirm an address, or sign in. */
export const LINK_MILLISECONDS = 7 * 24 * 3600 * 1000;
export const RECOVERY_MILLISECONDS = 3600 * 1000;

/** A token about to be stored: the secret as it is sent, and as it is kept. */
export interface NewToken {
  readonly type: number;
  readonly secret: string;
  readonly stored: string;
  /** ISO time. */
  readonly expire: string;
  readonly purpose?: string;
}

/** A token with a long secret, for links in mails. */
export function newLinkToken(type: number, milliseconds: number): NewToken {
  const secret = newSecret();
  return { type, secret, stored: sha256(secret), expire: isoTime(Date.now() + milliseconds) };
}

/** Stores the token, and says that its user did it. */
export async function insertToken(
  { userAgent, sender }: Pick<Call, 'userAgent' | 'sender'>,
  writing: Writing,
  user: UserRow,
  { type, stored, expire, purpose = '' }: NewToken,
): Promise<TokenRow> {
  const token = await writing.documents.create('tokens', {
    $id: newId(),
    $permissions: ownGrants(user.$id),
    userInternalId: user.$internalId,
    userId: user.$id,
    type,
    secret: stored,
    expire,
    purpose,
    userAgent,
    ip: sender.ip,
  });
  writing.actAs(user);
  writing.ids({ userId: user.$id, tokenId: token.$id });
  return token;
}

/** The token in clear to servers and in the event, without its secret to people and sockets. */
export function showToken({ actor }: Pick<Call, 'actor'>, writing: Writing, token: TokenRow, secret: string) {
  const hidden = { ...token, secret: '' };
  const clear = { ...token, secret };
  writing.payload(clear, { secret: true, realtimeValue: hidden });
  return actor.isServer ? clear : hidden;
}

/** The same of a redeemed one, whose secret nobody needs but who listens to the event. */
export function showSpent(writing: Writing, token: TokenRow, secret: string) {
  const hidden = { ...token, secret: '' };
  writing.payload({ ...token, secret }, { secret: true, realtimeValue: hidden });
  writing.ids({ userId: token.userId, tokenId: token.$id });
  return hidden;
}

export async function findOwner({ documents }: Pick<Call, 'documents'>, userId: string): Promise<UserRow> {
  const user = await documents.get('users', userId);
  if (!user) throw new AppError('user_not_found');
  return user;
}

/** The user's live token with this secret. */
export async function findLinkToken(documents: Reader, user: UserRow, type: number, secret: string): Promise<TokenRow> {
  const hash = sha256(secret);
  const tokens = await documents.findAll('tokens', { userInternalId: user.$internalId, type });
  const token = tokens.find((one) => sameText(one.secret, hash) && isAlive(one));
  if (!token) throw new AppError('user_invalid_token');
  return token;
}

export const isAlive = ({ expire }: TokenRow): boolean => Date.parse(expire ?? '') >= Date.now();

/**
 * Locks the owner and takes the token away, with every other of its kind. Of several redemptions at once the first
 * deletes the row, so the others find none.
 */
export async function spendToken(writing: Writing, found: TokenRow): Promise<{ token: TokenRow; owner: UserRow }> {
  const { documents } = writing;
  const owner = await documents.get('users', found.userId, { lock: true });
  const token = owner && (await documents.get('tokens', found.$id, { lock: true }));
  if (!token || owner.$internalId !== token.userInternalId) throw new AppError('user_invalid_token');
  const { userInternalId, type, purpose } = token;
  await documents.deleteWhere('tokens', { userInternalId, type, purpose }, TOKENS_MAX);
  writing.actAs(owner);
  return { token, owner };
}

/** Of one user; more are not looked at. */
const TOKENS_MAX = 1000;
