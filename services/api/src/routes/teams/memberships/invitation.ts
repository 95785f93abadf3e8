/** The secrets of invitations, and how they are sent. Source: teams.md §3, §4. */
import { newSecret, type Secrets, sameText } from '@plinth/core';
import { AppError } from '@plinth/definitions';
import type { Call } from '../../../call.js';
import type { Writing } from '../../../writing.js';
import type { UserRow } from '../../account/account.js';
import { enqueueMail, linkTo, requireMail } from '../../mail.js';
import { enqueueSms, requireSms } from '../../sms.js';
import type { TeamRow } from '../team.js';
import type { MembershipRow } from './membership.js';

export type Channel = 'email' | 'phone';

/** With the 64 digits of a signature these are the 256 that clients know. */
const RANDOM_BYTES = 96;
const RANDOM_DIGITS = 2 * RANDOM_BYTES;

/**
 * A secret that says where it was sent: its end signs the address. Whoever brings it back has read what came there, and
 * nothing else is proven: the user may have another address by then.
 */
export function invitationSecret(secrets: Secrets, channel: Channel, address: string): string {
  const random = newSecret(RANDOM_BYTES);
  return random + signature(secrets, random, channel, address);
}

/** Which of its user's present addresses a secret was sent to; null for none of them. */
export function provenChannel(secrets: Secrets, secret: string, user: UserRow): Channel | null {
  const [random, signed] = [secret.slice(0, RANDOM_DIGITS), secret.slice(RANDOM_DIGITS)];
  const isProven = (channel: Channel) =>
    user[channel] !== null && sameText(signed, signature(secrets, random, channel, user[channel]));
  if (isProven('email')) return 'email';
  return isProven('phone') ? 'phone' : null;
}

const signature = (secrets: Secrets, random: string, channel: Channel, address: string): string =>
  secrets.sign('invitation', `${random} ${channel}:${address}`);

export function requireChannel(call: Pick<Call, 'connections'>, channel: Channel): void {
  if (channel === 'email') requireMail(call);
  else requireSms(call);
}

/** The address of a user as it is under the lock. */
export function addressOf(user: UserRow, channel: Channel): string {
  const address = user[channel];
  // The user was found by it, and gave it up since.
  if (!address) throw new AppError('user_not_found');
  return address;
}

export interface Invitation {
  readonly channel: Channel;
  readonly address: string;
  readonly secret: string;
  /** ISO time of its end. */
  readonly expire: string;
  /** Page that the link opens. */
  readonly url: string;
}

/** Adds the mail or text message with the link to what the write commits. */
export function sendInvitation(
  call: Pick<Call, 'connections' | 'locale' | 'project' | 'actor'>,
  writing: Writing,
  { channel, address, secret, expire, url }: Invitation,
  { membership, user, team }: { membership: MembershipRow; user: UserRow; team: TeamRow },
): void {
  const redirect = linkTo(url, { membershipId: membership.$id, userId: user.$id, secret, teamId: team.$id });
  if (channel === 'phone') {
    enqueueSms(call, writing, { to: address, text: redirect, expire });
    return;
  }
  const inviter = call.actor.user;
  enqueueMail(call, writing, {
    template: 'invitation',
    to: address,
    toName: user.name,
    expire,
    values: { redirect, name: user.name, owner: inviter?.name || (inviter?.email ?? ''), team: team.name },
  });
}
