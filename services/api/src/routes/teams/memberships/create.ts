import { newSecret, sha256 } from '@plinth/core';
import { DuplicateError, isoTime, newId } from '@plinth/database';
import { AppError, invalidArgument } from '@plinth/definitions';
import { body, rules } from '@plinth/http';
import type { Call } from '../../../call.js';
import { route } from '../../../route.js';
import type { Writing } from '../../../writing.js';
import { newcomer, ownHash, type UserRow, userGrants, userSearch } from '../../account/account.js';
import { refuseSurplusUser } from '../../users/limit.js';
import { findTeam, isOwner, membershipGrants, type TeamRow, teamIdParam } from '../team.js';
import { addressOf, type Channel, invitationSecret, requireChannel, sendInvitation } from './invitation.js';
import { count, membershipView, rolesRule, teamOf, uniqueRoles } from './membership.js';

/** Bytes of the password that nobody knows, of users whom an invitation made. */
const PASSWORD_BYTES = 20;

interface Asked {
  readonly userId: string;
  readonly email: string;
  readonly phone: string;
}

export const createMembership = route({
  name: 'teams.createMembership',
  method: 'POST',
  path: '/teams/:teamId/memberships',
  summary: 'Invite somebody to a team; keys and console members add at once',
  scope: 'teams.write',
  auth: ['session', 'jwt', 'key'],
  authMethod: 'invites',
  rateLimit: { limit: 10, seconds: 3600, keys: ['url:{url},ip:{ip}'] },
  params: {
    teamId: teamIdParam,
    email: body(rules.email(), 'Email address of the invited one.').optional(''),
    userId: body(rules.uid(), 'ID of the invited user.').optional(''),
    phone: body(rules.phone(), 'Phone number of the invited one: + and 2 to 15 digits.').optional(''),
    roles: body(rolesRule, 'Roles in the team.'),
    url: body(rules.platformUrl(), 'Page that the link opens, on a host of the project; the secret is added.'),
    name: body(rules.text(128), 'Name of the invited one, should it be new.').optional(''),
  },
  response: { status: 201, model: 'membership' },
  event: 'teams.[teamId].memberships.[membershipId].create',
  audit: { event: 'membership.create', resource: 'team/{response.teamId}' },
  async action(call) {
    const { params, actor } = call;
    const asked = {
      userId: params.userId ?? '',
      email: params.email?.toLowerCase() ?? '',
      phone: params.phone ?? '',
    };
    const isSent = !actor.isServer;
    const named = channelOf(asked);
    if (!named && asked.userId === '') throw invalidArgument('userId', 'or email or phone must be given.');
    if (isSent && named) requireChannel(call, named);
    const team = await findTeam(call, params.teamId);
    // Before anybody is looked for: others must not learn who has an account here.
    if (!isOwner(call, team)) throw new AppError('user_unauthorized');
    const invitee = await findInvitee(call, asked);
    const channel = named ?? (invitee && channelOf({ email: invitee.email ?? '', phone: invitee.phone ?? '' }));
    if (isSent && !channel) throw invalidArgument('userId', 'names a user without email and phone.');
    if (isSent && channel && !named) requireChannel(call, channel);
    const password = invitee ? null : await call.connections.passwords.hash(newSecret(PASSWORD_BYTES));
    return call.write(
      async (writing) => {
        const user = password
          ? await insertInvitee(call, writing, { ...asked, name: params.name || asked.email, password })
          : await lockInvitee(writing, invitee);
        const placed = { roles: uniqueRoles(params.roles), team, user };
        return isSent && channel
          ? invite(call, writing, { ...placed, channel, url: params.url })
          : join(writing, placed);
      },
      { duplicate: 'team_invite_already_exists' },
    );
  },
});

const channelOf = ({ email, phone }: Pick<Asked, 'email' | 'phone'>): Channel | null => {
  if (email !== '') return 'email';
  return phone === '' ? null : 'phone';
};

/** The user who is meant; null when there is none yet. What is said beside the ID or the email must be true. */
async function findInvitee({ documents }: Pick<Call, 'documents'>, { userId, email, phone }: Asked) {
  let user: UserRow | null;
  if (userId !== '') {
    user = await documents.get('users', userId);
    if (!user) throw new AppError('user_not_found');
  } else user = await documents.findOne('users', email !== '' ? { email } : { phone });
  if (user && ((email !== '' && user.email !== email) || (phone !== '' && user.phone !== phone)))
    throw new AppError('user_already_exists');
  return user;
}

async function lockInvitee({ documents }: Writing, invitee: UserRow | null): Promise<UserRow> {
  const user = invitee && (await documents.get('users', invitee.$id, { lock: true }));
  if (user?.$internalId !== invitee?.$internalId || !user) throw new AppError('user_not_found');
  return user;
}

async function insertInvitee(
  { project }: Pick<Call, 'project'>,
  writing: Writing,
  { email, phone, name, password }: Omit<Asked, 'userId'> & { readonly name: string; readonly password: string },
): Promise<UserRow> {
  // The console takes whom its members invite, however few may sign up there.
  if (!project.isConsole) await refuseSurplusUser(writing, project);
  const $id = newId();
  const said = { $id, email: email || null, phone: phone || null, name };
  const user = await writing.documents
    .create('users', {
      ...said,
      ...newcomer,
      ...ownHash(password),
      $permissions: userGrants($id),
      registration: isoTime(),
      prefs: {},
      search: userSearch(said),
    })
    .catch((error: unknown) => {
      throw error instanceof DuplicateError ? new AppError('user_already_exists', { cause: error }) : error;
    });
  writing.change({ event: 'users.[userId].create', ids: { userId: $id }, model: 'account', value: user });
  return user;
}

interface Placed {
  readonly team: TeamRow;
  readonly user: UserRow;
  readonly roles: string[];
}

/** Adds a member who need not be asked. */
async function join(writing: Writing, placed: Placed) {
  const membership = await insert(writing, placed, { confirm: true });
  const team = await count(writing.documents, membership, 1);
  if (!team) throw new AppError('team_not_found');
  writing.reroll(placed.user.$id);
  return membershipView(membership, team, placed.user);
}

async function invite(
  call: Pick<Call, 'connections' | 'locale' | 'project' | 'actor'>,
  writing: Writing,
  { channel, url, ...placed }: Placed & { readonly channel: Channel; readonly url: string },
) {
  const { secrets, config } = call.connections;
  const { user } = placed;
  const address = addressOf(user, channel);
  const secret = invitationSecret(secrets, channel, address);
  const expire = isoTime(Date.now() + config.server.invitationSeconds * 1000);
  const membership = await insert(writing, placed, { confirm: false, secret: sha256(secret), expire });
  const team = await teamOf(writing.documents, membership, true);
  if (!team) throw new AppError('team_not_found');
  sendInvitation(call, writing, { channel, address, secret, expire, url }, { membership, user, team });
  return membershipView(membership, team, user);
}

async function insert(
  writing: Writing,
  { team, user, roles }: Placed,
  state: { readonly confirm: boolean; readonly secret?: string; readonly expire?: string },
) {
  const $id = newId();
  const now = isoTime();
  writing.ids({ teamId: team.$id, membershipId: $id });
  return writing.documents.create('memberships', {
    $id,
    $permissions: membershipGrants(team.$id, user.$id),
    userId: user.$id,
    userInternalId: user.$internalId,
    teamId: team.$id,
    teamInternalId: team.$internalId,
    roles,
    invited: now,
    joined: state.confirm ? now : null,
    search: `${$id} ${user.$id}`,
    ...state,
  });
}
