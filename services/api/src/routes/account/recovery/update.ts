import { sameText, sha256 } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { route } from '../../../route.js';
import type { Writing } from '../../../writing.js';
import { chosenPassword, refuseRecentPassword, tokenTypes, type UserRow } from '../account.js';

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
    const user = await documents.get('users', params.userId);
    if (!user) throw new AppError('user_not_found');
    const found = await findToken(call, user);
    await refuseRecentPassword(call, user, params.password);
    const hash = await connections.passwords.hash(params.password);
    return call.write(async (writing) => {
      // Of several redemptions at once the first deletes the row under its lock, so the others find none.
      const token = await writing.documents.get('tokens', found.$id, { lock: true });
      const owner = token && (await writing.documents.get('users', user.$id, { lock: true }));
      if (!token || !owner) throw new AppError('user_invalid_token');
      const password = chosenPassword(owner, hash, project.settings.passwordHistory);
      // The link came by mail, so the mailbox is the user's; a demanded new password is given herewith.
      const change = { ...password, emailVerification: true, reset: false };
      await writing.documents.update('users', owner.$id, change);
      await endAccess(call, writing, owner);
      writing.actAs(owner);
      writing.ids({ userId: owner.$id, tokenId: token.$id });
      const hidden = { ...token, secret: '' };
      writing.payload({ ...token, secret: params.secret }, { secret: true, realtimeValue: hidden });
      writing.reroll(owner.$id);
      return hidden;
    });
  },
});

async function findToken(
  { documents, params }: { documents: Call['documents']; params: { secret: string } },
  user: UserRow,
) {
  const hash = sha256(params.secret);
  const tokens = await documents.findAll('tokens', { userInternalId: user.$internalId, type: tokenTypes.recovery });
  const token = tokens.find(({ secret, expire }) => sameText(secret, hash) && Date.parse(expire ?? '') >= Date.now());
  if (!token) throw new AppError('user_invalid_token');
  return token;
}

/** Whoever knew the old password, or holds another link, is locked out; only the caller's own session stays. */
async function endAccess({ actor, project }: Pick<Call, 'actor' | 'project'>, writing: Writing, user: UserRow) {
  const { documents, transaction } = writing;
  for (const type of [tokenTypes.recovery, tokenTypes.magicUrl])
    await documents.deleteWhere('tokens', { userInternalId: user.$internalId, type }, 1000);
  await transaction.lock(`sessions:${project.internalId}:${user.$internalId}`);
  const sessions = await documents.findAll('sessions', { userInternalId: user.$internalId });
  const own = actor.kind === 'user' ? actor.session?.id : undefined;
  for (const { $id } of sessions) if ($id !== own) await documents.delete('sessions', $id);
}
