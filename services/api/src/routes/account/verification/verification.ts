/** What proving an email address and a phone number share. Source: account.md §6. */
import { body, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import type { UserRow } from '../account.js';
import { showSpent, spendToken, type TokenRow } from '../tokens.js';

export const redemptionParams = {
  userId: body(rules.uid(), 'ID of the user that the secret was sent to.'),
  secret: body(rules.text(256), 'What was sent: the secret of the link, or the code.'),
};

/** Spends the token, and what it was sent to is the user's. */
export const proveOwner = (
  call: Pick<Call, 'write'> & { readonly params: { readonly secret: string } },
  found: TokenRow,
  change: Partial<Pick<UserRow, 'emailVerification' | 'phoneVerification'>>,
) =>
  call.write(async (writing) => {
    const { token, owner } = await spendToken(writing, found);
    await writing.documents.update('users', owner.$id, change);
    // Roles name whether a user is verified.
    writing.reroll(owner.$id);
    return showSpent(writing, token, call.params.secret);
  });
