import { sameText, sha256 } from '@plinth/core';
import { isoTime, type Reader } from '@plinth/database';
import { AppError, type ChangeActor } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../../../call.js';
import { route } from '../../../../route.js';
import type { UserRow } from '../../../account/account.js';
import { insertSession, prepareSession, sendSession } from '../../../account/sessions/session.js';
import { teamIdParam } from '../../team.js';
import { provenChannel } from '../invitation.js';
import { count, isOf, membershipIdParam, membershipView, teamOf } from '../membership.js';

export const updateMembershipStatus = route({
  name: 'teams.updateMembershipStatus',
  method: 'PATCH',
  path: '/teams/:teamId/memberships/:membershipId/status',
  summary: 'Accept an invitation, and sign in by it',
  scope: 'public',
  auth: ['session', 'jwt'],
  params: {
    teamId: teamIdParam,
    membershipId: membershipIdParam,
    userId: body(rules.uid(), 'ID of the invited user, from the link.'),
    secret: body(rules.text(256), 'Secret from the link.'),
  },
  response: { status: 200, model: 'membership' },
  event: 'teams.[teamId].memberships.[membershipId].update.status',
  audit: { event: 'membership.update', resource: 'team/{response.teamId}' },
  async action(call) {
    const { params, documents, connections } = call;
    const seen = await findInvitation(call, documents);
    const channel = provenChannel(connections.secrets, params.secret, seen.user);
    const session = await prepareSession(
      call,
      channel === 'phone' ? { provider: 'phone' } : { provider: 'email', providerUid: seen.user.email ?? '' },
    );
    const view = await call.write(async (writing) => {
      // Under locks: of twenty at once the first confirms it, and the others see that.
      const found = await findInvitation(call, writing.documents, true);
      const { row } = await writing.documents.update('memberships', found.membership.$id, {
        confirm: true,
        joined: isoTime(),
      });
      await count(writing.documents, row, 1);
      const proven = provenChannel(connections.secrets, params.secret, found.user);
      const { user } = found;
      if (proven === 'email') await writing.documents.update('users', user.$id, { emailVerification: true });
      if (proven === 'phone') await writing.documents.update('users', user.$id, { phoneVerification: true });
      const started = await insertSession(call, writing, user, session);
      writing.change({
        event: 'users.[userId].sessions.[sessionId].create',
        ids: { userId: user.$id, sessionId: started.$id },
        model: 'session',
        value: started,
        audit: { event: 'session.create', resource: `user/${user.$id}` },
        actor: asActor(user),
      });
      writing.ids({ teamId: found.team.$id, membershipId: row.$id });
      writing.reroll(user.$id);
      return membershipView(row, found.team, user);
    });
    sendSession(call, seen.user.$id, session.secret);
    return view;
  },
});

type AcceptCall = Pick<Call, 'actor'> & {
  readonly params: Readonly<Record<'teamId' | 'membershipId' | 'userId' | 'secret', string>>;
};

/** The invitation that the caller holds, its user and its team. The order of the refusals is what clients know. */
async function findInvitation({ params, actor }: AcceptCall, documents: Reader, lock = false) {
  // The user first, as whoever deletes a user locks it before its memberships.
  const user = await documents.get('users', params.userId, { lock });
  const membership = await documents.get('memberships', params.membershipId, { lock });
  if (!membership) throw new AppError('membership_not_found');
  if (!isOf(membership, params.teamId)) throw new AppError('team_membership_mismatch');
  const team = await teamOf(documents, membership, lock);
  if (!team) throw new AppError('team_not_found');
  const { confirm, secret, expire, userInternalId } = membership;
  const isOver = !confirm && expire !== null && Date.parse(expire) < Date.now();
  if (!sameText(secret, sha256(params.secret)) || isOver) throw new AppError('team_invalid_secret');
  const isAnother = actor.user && (actor.kind !== 'user' || actor.user.internalId !== userInternalId);
  if (user?.$internalId !== userInternalId || !user || isAnother) throw new AppError('team_invite_mismatch');
  if (confirm) throw new AppError('membership_already_confirmed');
  if (!user.status) throw new AppError('user_blocked');
  return { user, membership, team };
}

const asActor = ({ $id, $internalId, name, email }: UserRow): ChangeActor => ({
  kind: 'user',
  id: $id,
  internalId: $internalId,
  name,
  email: email ?? '',
});
