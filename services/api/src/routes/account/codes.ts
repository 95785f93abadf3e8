/** Codes of six digits in text messages: they are guessed easily, so tries are counted. Source: account.md §2. */
import { randomInt } from 'node:crypto';
import { sameText } from '@plinth/core';
import { isoTime } from '@plinth/database';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../call.js';
import type { Writing } from '../../writing.js';
import { tokenTypes, type UserRow } from './account.js';
import { insertToken, isAlive, type NewToken, type TokenRow } from './tokens.js';

/** A code that was sent to verify a number signs nobody in, and the other way round. */
export type CodePurpose = 'login' | 'verification';

const LIFETIME_MILLISECONDS = 15 * 60 * 1000;
const WRONG_TRIES_MAX = 5;
const DIGITS = 6;

/** Makes the one live code of this user and purpose, in place of an earlier one. */
export async function insertCode(
  call: Pick<Call, 'userAgent' | 'sender' | 'project' | 'connections'>,
  writing: Writing,
  { user, phone, purpose, secret }: { user: UserRow; phone: string; purpose: CodePurpose; secret: string },
): Promise<TokenRow> {
  const type = tokenTypes.phone;
  await writing.documents.deleteWhere('tokens', { userInternalId: user.$internalId, type, purpose });
  const token: NewToken = {
    type,
    secret,
    stored: signCode(call, { user, phone, purpose, secret }),
    expire: isoTime(Date.now() + LIFETIME_MILLISECONDS),
    purpose,
  };
  return insertToken(call, writing, user, token);
}

export const newCode = (): string => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');

/** Without the key of this server a code cannot be found by trying all; it holds for one number only. */
const signCode = (
  { project, connections }: Pick<Call, 'project' | 'connections'>,
  { user, phone, purpose, secret }: { user: UserRow; phone: string; purpose: CodePurpose; secret: string },
): string =>
  connections.secrets.sign('code', `${project.internalId} ${user.$internalId} ${purpose} ${phone} ${secret}`);

/**
 * The token of this code. A wrong one is counted under the token's lock before it is refused, so that no number of
 * tries at once is more than the limit; the last wrong try ends the code.
 */
export async function guessCode(
  call: Pick<Call, 'project' | 'connections'>,
  user: UserRow,
  { purpose, secret }: { purpose: CodePurpose; secret: string },
): Promise<TokenRow> {
  const { project, connections } = call;
  const { value } = await connections.store.write(async (transaction) => {
    const documents = transaction.in(project.internalId);
    // Locked first, as by whoever spends a token.
    const owner = await documents.get('users', user.$id, { lock: true });
    if (!owner?.phone || owner.$internalId !== user.$internalId) return null;
    const where = { userInternalId: user.$internalId, type: tokenTypes.phone, purpose };
    const token = await documents.findOne('tokens', where, { lock: true });
    if (!token || !isAlive(token)) return null;
    if (sameText(token.secret, signCode(call, { user: owner, phone: owner.phone, purpose, secret }))) return token;
    if (token.tries + 1 >= WRONG_TRIES_MAX) await documents.delete('tokens', token.$id);
    else await documents.add('tokens', token.$id, 'tries', 1);
    return null;
  });
  if (!value) throw new AppError('user_invalid_token');
  return value;
}
