import { expect, it } from '@jest/globals';
import { messages, type Sms } from '@plinth/definitions';
import { makeWorld, onBothProfiles, type Scenario, scenarios, type World } from '../../../../scenarios.js';
import { changeSettings, changeUser, jwtHeader, sessionsOf } from '../../../account/fixtures.js';
import {
  accept,
  add,
  type Invited,
  invite,
  kept,
  linkOf,
  makeBlue,
  makeRed,
  membershipsOf,
  people,
  RED,
  totalOf,
  URL_OF_APP,
} from '../../given.js';
import { updateMembershipStatus } from './update.js';

const invited = kept(async (world) => {
  await makeRed(world);
  return invite(world);
});
const asking =
  (more: Partial<Invited> = {}) =>
  (world: World) => ({ ...invited.of(world), ...more });

/** The invited one in the place of the world's user. */
const theInvited = (world: World): World => ({ ...world, user: world.other, other: world.user });
const rowOf = ({ connections, project, other }: World) =>
  connections.store.in(project.$internalId).get('users', other.id);

/** Refused, with nothing changed; the right combination still works afterwards. */
const refused = (name: string, more: Partial<Scenario>, status: number, type: string): Scenario => ({
  name,
  given: invited.given,
  params: asking(),
  ...more,
  expect: { status, type },
  async after(world) {
    expect(await totalOf(world)).toBe(1);
    expect(await rowOf(world)).toMatchObject({ emailVerification: false, phoneVerification: false });
    expect(await sessionsOf(theInvited(world))).toHaveLength(1);
    expect((await accept(world, invited.of(world))).status).toBe(200);
    expect(await totalOf(world)).toBe(2);
  },
});

scenarios(updateMembershipStatus, [
  {
    name: 'the invited one joins, and is signed in by the link',
    given: invited.given,
    params: (world) => ({ ...invited.of(world), roles: ['owner'] }),
    expect: {
      status: 200,
      body: (world) => ({ $id: invited.of(world).membershipId, teamName: 'Red', confirm: true, roles: ['editor'] }),
      jobs: [],
    },
    async after(world, answer) {
      const { membershipId, secret } = invited.of(world);
      const { id } = world.other;
      expect(Date.parse(String(answer.body.joined))).not.toBeNaN();
      const cookies = answer.headers['Set-Cookie'] as string[];
      expect(cookies.map((cookie) => cookie.split('=', 1)[0])).toEqual([
        `a_session_${world.project.$id}_legacy`,
        `a_session_${world.project.$id}`,
      ]);
      const cookie = cookies[1]?.split(';', 1)[0] ?? '';
      const account = await world.call({ method: 'GET', path: '/v1/account', headers: { cookie } });
      expect(account.body).toMatchObject({ $id: id, emailVerification: true, phoneVerification: false });
      const session = await world.call({ method: 'GET', path: '/v1/account/sessions/current', headers: { cookie } });
      expect(session.body).toMatchObject({ provider: 'email', providerUid: world.other.email, current: true });
      const events = world.changes.map((change) => change.events);
      expect(events.map(([first]) => first)).toEqual([
        `users.${id}.sessions.${session.body.$id}.create`,
        `teams.red.memberships.${membershipId}.update.status`,
      ]);
      expect(events[1]).toHaveLength(16);
      expect(world.changes.map(({ audit }) => audit)).toMatchObject([
        { event: 'session.create', resource: `user/${id}` },
        { event: 'membership.update', resource: 'team/red' },
      ]);
      for (const { actor } of world.changes) expect(actor).toMatchObject({ kind: 'user', id });
      expect(JSON.stringify(world.changes)).not.toContain(secret);
      expect(await totalOf(world)).toBe(2);
      // The session of before sees the team at once.
      expect((await world.call({ method: 'GET', path: RED, as: 'other' })).body.total).toBe(2);
    },
  },
  {
    name: 'who is signed in already may accept, and a spent link is told from a wrong one',
    as: 'other',
    given: invited.given,
    params: asking(),
    expect: { status: 200 },
    async after(world) {
      const again = await accept(world, invited.of(world));
      expect(again).toMatchObject({ status: 409, body: { type: 'membership_already_confirmed' } });
      const wrong = await accept(world, { ...invited.of(world), secret: 'f'.repeat(256) });
      expect(wrong.body.type).toBe('team_invalid_secret');
      expect(await totalOf(world)).toBe(2);
      expect(await sessionsOf(theInvited(world))).toHaveLength(2);
    },
  },
  {
    name: 'the limit of sessions holds: the oldest one goes',
    async given(world) {
      await invited.given(world);
      await changeSettings(world, { maxSessions: 1 });
    },
    params: asking(),
    expect: { status: 200 },
    async after(world) {
      expect(await sessionsOf(theInvited(world))).toHaveLength(1);
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'other' })).status).toBe(401);
    },
  },
  {
    name: 'an address that the user took after the invitation is not proven by it',
    async given(world) {
      await invited.given(world);
      await changeUser(theInvited(world), { email: 'another@x.test' });
    },
    params: asking(),
    expect: { status: 200 },
    after: async (world) =>
      expect(await rowOf(world)).toMatchObject({ emailVerification: false, phoneVerification: false }),
  },
  {
    name: 'a spent link is told so after its end too',
    async given(world) {
      await invited.given(world);
      await accept(world, invited.of(world));
      await expire(world);
    },
    params: asking(),
    expect: { status: 409, type: 'membership_already_confirmed' },
  },
  {
    name: 'a link is refused after its end',
    async given(world) {
      await invited.given(world);
      await expire(world);
    },
    params: asking(),
    expect: { status: 401, type: 'team_invalid_secret' },
    after: async (world) => expect(await totalOf(world)).toBe(1),
  },
  {
    name: 'a blocked user does not get in',
    async given(world) {
      await invited.given(world);
      await changeUser(theInvited(world), { status: false });
    },
    params: asking(),
    expect: { status: 401, type: 'user_blocked' },
    async after(world) {
      expect(await sessionsOf(theInvited(world))).toHaveLength(1);
      expect(await totalOf(world)).toBe(1);
    },
  },
  {
    name: 'an invitation that was taken back is not found',
    async given(world) {
      await invited.given(world);
      const path = `${RED}/memberships/${invited.of(world).membershipId}`;
      await world.call({ method: 'DELETE', path, as: 'user' });
    },
    params: asking(),
    expect: { status: 404, type: 'membership_not_found' },
  },
  {
    name: 'an invitation of a team that is gone is of no use',
    async given(world) {
      await invited.given(world);
      await world.connections.store.write((transaction) =>
        transaction.in(world.project.$internalId).delete('teams', 'red'),
      );
    },
    params: asking(),
    expect: { status: 404, type: 'team_not_found' },
  },
  {
    name: 'one whom a key added has no secret to find out',
    async given(world) {
      await makeRed(world);
      added.set(world, await add(world, world.other));
    },
    params: (world) => ({ teamId: 'red', membershipId: added.get(world), userId: world.other.id, secret: 'e' }),
    expect: { status: 401, type: 'team_invalid_secret' },
  },
  refused('a made-up secret is refused', { params: asking({ secret: 'f'.repeat(256) }) }, 401, 'team_invalid_secret'),
  refused(
    'the membership of another one is not opened by it',
    {
      async given(world) {
        await invited.given(world);
        const { membershipId } = await invite(world, { email: 'third@x.test' });
        added.set(world, membershipId);
      },
      params: (world) => ({ ...invited.of(world), membershipId: added.get(world) }),
    },
    401,
    'team_invalid_secret',
  ),
  refused(
    'another user is refused',
    { params: (world) => ({ ...invited.of(world), userId: world.user.id }) },
    401,
    'team_invite_mismatch',
  ),
  refused('a user that is not there is refused', { params: asking({ userId: 'nobody' }) }, 401, 'team_invite_mismatch'),
  refused('who is signed in as somebody else is refused', { as: 'user' }, 401, 'team_invite_mismatch'),
  refused('a console member is somebody else', { as: 'admin' }, 401, 'team_invite_mismatch'),
  refused('a key cannot accept', { as: 'key' }, 401, 'general_unauthorized_scope'),
  refused(
    'the path of another team is refused',
    {
      async given(world) {
        await invited.given(world);
        await makeBlue(world);
      },
      params: asking({ teamId: 'blue' }),
    },
    404,
    'team_membership_mismatch',
  ),
  refused(
    'a membership that is not there is not found',
    { params: asking({ membershipId: 'none' }) },
    404,
    'membership_not_found',
  ),
  refused(
    'a missing secret is named',
    { params: (world) => ({ ...invited.of(world), secret: undefined }) },
    400,
    'general_argument_invalid',
  ),
  refused('a long secret is refused', { params: asking({ secret: 'f'.repeat(257) }) }, 400, 'general_argument_invalid'),
]);

const added = new WeakMap<World, string>();

async function expire(world: World): Promise<void> {
  const { connections, project } = world;
  const change = { expire: '2001-01-01T00:00:00.000+00:00' };
  await connections.store.write((transaction) =>
    transaction.in(project.$internalId).update('memberships', invited.of(world).membershipId, change),
  );
}

const PHONE = '+491700000001';
const byPhone = kept(async (world) => {
  await makeRed(world);
  await changeUser(theInvited(world), { phone: PHONE });
  const body = { phone: PHONE, roles: [], url: URL_OF_APP };
  await world.call({ method: 'POST', path: `${RED}/memberships`, as: 'user', body });
  const sms = world.jobs.findLast(({ name }) => name === messages.sms.name)?.body as Sms;
  return linkOf(world.connections.secrets.open(sms.body));
});

scenarios(
  updateMembershipStatus,
  [
    {
      name: 'what came by phone proves the phone, and not the email',
      given: byPhone.given,
      params: (world) => ({ ...byPhone.of(world) }),
      expect: { status: 200, body: { confirm: true } },
      async after(world) {
        expect(await rowOf(world)).toMatchObject({ emailVerification: false, phoneVerification: true });
        expect(await sessionsOf(theInvited(world))).toMatchObject([{}, { provider: 'phone' }]);
      },
    },
  ],
  { _APP_SMS_PROVIDER: 'sms://user:secret@mock', _APP_SMS_FROM: '+1234' },
);

onBothProfiles('an invitation', (stage) => {
  it('is accepted once by twenty at the same time, and makes one session', async () => {
    const world = await makeWorld(stage());
    await invited.given(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(world, invited.of(world))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.type === 'membership_already_confirmed')).toHaveLength(19);
    expect(await totalOf(world)).toBe(2);
    expect(await sessionsOf(theInvited(world))).toHaveLength(2);
    expect(answers.filter(({ headers }) => headers['Set-Cookie'])).toHaveLength(1);
  });

  it('is accepted by twenty invited ones at once, who are all counted', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const links: Invited[] = [];
    for (const { email } of await people(world, 20)) links.push(await invite(world, { email }));
    const answers = await Promise.all(links.map((link) => accept(world, link)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(await totalOf(world)).toBe(21);
    expect((await membershipsOf(world)).filter(({ confirm }) => confirm)).toHaveLength(21);
  });

  it('is either accepted or taken back, and the count tells which', async () => {
    const world = await makeWorld(stage());
    await invited.given(world);
    const path = `${RED}/memberships/${invited.of(world).membershipId}`;
    await Promise.all([
      ...Array.from({ length: 10 }, () => accept(world, invited.of(world))),
      world.call({ method: 'DELETE', path, as: 'user' }),
    ]);
    expect(await totalOf(world)).toBe((await membershipsOf(world)).filter(({ confirm }) => confirm).length);
  });

  it('is accepted with a JWT of the invited one', async () => {
    const world = await makeWorld(stage());
    await invited.given(world);
    const call: World['call'] = (request) => world.call({ ...request, as: request.as === 'user' ? 'other' : 'guest' });
    const headers = await jwtHeader({ ...theInvited(world), call });
    expect((await accept(world, invited.of(world), headers)).status).toBe(200);
  });
});
