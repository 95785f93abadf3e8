import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { route } from '../../../route.js';
import type { Writing } from '../../../writing.js';
import { chosenPassword, refuseRecentPassword, tokenTypes, type UserRow } from '../account.js';
import { findLinkToken, findOwner, showSpent, spendToken } from '../tokens.js';

export const updateRecovery = route({
  name: 'account.updateRecovery',
  method: 'PUT',
  path: '/account/recovery',
  summary: 'Set a new password with the secret of a mailed link',
  scope: 'public',
  auth: ['session', 'jwt'],
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},userId:{param-userId}'] },
  params: {
    userId: body(rules.uid(), 'ID of the user, from the link.'),
    secret: body(rules.text(256), 'Secret from the link.'),
    password: body(rules.password({ chosen: true }), 'New password of at least 8 characters.'),
    passwordAgain: body(rules.password(), 'The new password once more.'),
  },
  response: { status: 200, model: 'token' },
  event: 'users.[userId].recovery.[tokenId].update',
  audit: { event: 'recovery.update', resource: 'user/{response.userId}', actor: 'response' },
  async action(call) {
    const { params, documents, project, connections } = call;
    if (params.password !== params.passwordAgain) throw new AppError('user_password_mismatch');
    const user = await findOwner(call, params.userId);
    const found = await findLinkToken(documents, user, tokenTypes.recovery, params.secret);
    await refuseRecentPassword(call, user, params.password);
    const hash = await connections.passwords.hash(params.password);
    return call.write(async (writing) => {
      const { token, owner } = await spendToken(writing, found);
      const password = chosenPassword(owner, hash, project.settings.passwordHistory);
      // The link came by mail, so the mailbox is the user's; a demanded new password is given herewith.
      const change = { ...password, emailVerification: true, reset: false };
      await writing.documents.update('users', owner.$id, change);
      await endAccess(call, writing, owner);
      writing.reroll(owner.$id);
      return showSpent(writing, token, params.secret);
    });
  },
});

/** Whoever knew the old password, or holds another link, is locked out; only the caller's own session stays. */
async function endAccess({ actor, project }: Pick<Call, 'actor' | 'project'>, writing: Writing, user: UserRow) {
  const { documents, transaction } = writing;
  const { magicUrl: type } = tokenTypes;
  await documents.deleteWhere('tokens', { userInternalId: user.$internalId, type }, 1000);
  await transaction.lock(`sessions:${project.internalId}:${user.$internalId}`);
  const sessions = await documents.findAll('sessions', { userInternalId: user.$internalId });
  const own = actor.kind === 'user' ? actor.session?.id : undefined;
  for (const { $id } of sessions) if ($id !== own) await documents.delete('sessions', $id);
}
