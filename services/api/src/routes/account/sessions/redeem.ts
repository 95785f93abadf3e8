/** Signing in by what was sent to an address. Source: account.md §4.2, §4.3. */
import { AppError } from '@plinth/definitions';
import type { Call } from '../../../call.js';
import type { UserRow } from '../account.js';
import { spendToken, type TokenRow } from '../tokens.js';
import { insertSession, prepareSession, type SessionCall, sendSession } from './session.js';

interface Redemption {
  readonly user: UserRow;
  readonly found: TokenRow;
  readonly provider: 'magic-url' | 'phone';
  /** What changes of a user who has proven to have the address. */
  readonly proven: (user: UserRow) => Partial<UserRow>;
}

/** Spends the token and starts a session, together: of several redemptions at once one signs in. */
export async function redeemForSession(
  call: SessionCall & Pick<Call, 'write'>,
  { user, found, provider, proven }: Redemption,
) {
  // Said to nobody but who holds the secret.
  if (!user.status) throw new AppError('user_blocked');
  const session = await prepareSession(call, { provider });
  const view = await call.write(async (writing) => {
    const { owner } = await spendToken(writing, found);
    if (!owner.status) throw new AppError('user_blocked');
    await writing.documents.update('users', owner.$id, proven(owner));
    // Roles name whether a user is verified.
    writing.reroll(owner.$id);
    return insertSession(call, writing, owner, session);
  });
  sendSession(call, user.$id, session.secret);
  return view;
}
