import { expect, it } from '@jest/globals';
import { sha256 } from '@plinth/core';
import { messages, type Sms } from '@plinth/definitions';
import { type Caller, makeWorld, onBothProfiles, type Scenario, scenarios, type World } from '../../../scenarios.js';
import { changeSettings, changeUser, mailOf, userOf } from '../../account/fixtures.js';
import {
  add,
  invite,
  linkOf,
  makeRed,
  membershipsOf,
  people,
  plainMembers,
  RED,
  strangers,
  totalOf,
  URL_OF_APP,
} from '../given.js';
import { createMembership } from './create.js';

const NEW = 'Bob@x.test';
const PHONE = '+491700000001';
const SMS = { _APP_SMS_PROVIDER: 'sms://user:secret@mock', _APP_SMS_FROM: '+1234' };

type Params = Readonly<Record<string, unknown>>;
const asking = (more: Params): Params => ({ teamId: 'red', roles: ['editor'], url: URL_OF_APP, ...more });

const usersBy = ({ connections, project }: World, where: Record<string, string>) =>
  connections.store.in(project.$internalId).findAll('users', where);

const userCount = ({ connections, project }: World) => connections.store.in(project.$internalId).count('users');

const refused = (name: string, as: Caller, more: Params, status: number, type: string): Scenario => ({
  name,
  as,
  given: makeRed,
  params: asking(more),
  expect: { status, type },
  after: async (world) => {
    expect(await userCount(world)).toBe(2);
    expect(await membershipsOf(world)).toHaveLength(1);
    expect(await totalOf(world)).toBe(1);
  },
});

scenarios(createMembership, [
  {
    name: 'somebody new is invited by mail, and counts for nothing yet',
    as: 'user',
    given: makeRed,
    headers: { 'x-appwrite-locale': 'de' },
    params: asking({ email: NEW, name: 'Bob', roles: ['editor', 'editor', 'owner'], url: `${URL_OF_APP}?a=1#part` }),
    expect: {
      status: 201,
      body: {
        userName: 'Bob',
        userEmail: 'bob@x.test',
        teamId: 'red',
        teamName: 'Red',
        joined: '',
        confirm: false,
        roles: ['editor', 'owner'],
      },
      jobs: [messages.mail.name],
    },
    async after(world, { body }) {
      const { values, ...mail } = mailOf(world);
      expect(mail).toMatchObject({ template: 'invitation', locale: 'de', to: 'bob@x.test', toName: 'Bob' });
      expect(values).toMatchObject({ name: 'Bob', owner: 'A person', team: 'Red', project: 'Project' });
      const link = new URL(values.redirect ?? '');
      expect([...link.searchParams.keys()]).toEqual(['a', 'membershipId', 'userId', 'secret', 'teamId']);
      expect(link.hash).toBe('#part');
      const { secret, ...named } = linkOf(values.redirect ?? '');
      expect(named).toEqual({ membershipId: body.$id, userId: body.userId, teamId: 'red' });
      expect(secret).toMatch(/^[0-9a-f]{256}$/);
      expect(JSON.stringify([body, world.changes])).not.toContain(secret);
      const stored = (await membershipsOf(world)).find(({ $id }) => $id === body.$id);
      expect(stored?.secret).toBe(sha256(secret));
      const life = Date.parse(stored?.expire ?? '') - Date.parse(stored?.invited ?? '');
      expect(Math.round(life / 86_400_000)).toBe(7);
      expect(mail.expire).toBe(stored?.expire);
      expect(await totalOf(world)).toBe(1);
      const [user] = await usersBy(world, { email: 'bob@x.test' });
      expect(user).toMatchObject({
        name: 'Bob',
        passwordUpdate: null,
        emailVerification: false,
        hash: 'argon2',
        status: true,
      });
      expect(user?.password).toMatch(/^\$argon2id/);
      expect(world.changes.map(({ events }) => events[0])).toEqual([
        `users.${body.userId}.create`,
        `teams.red.memberships.${body.$id}.create`,
      ]);
      expect(world.changes[0]?.payload).not.toMatch(/password"|hash/);
      expect(world.changes[1]?.audit).toMatchObject({ event: 'membership.create', resource: 'team/red' });
      expect(world.changes[1]?.realtime).toMatchObject({ roles: ['team:red'], payload: { confirm: false } });
    },
  },
  {
    name: 'who is new and has no name is called by the address',
    as: 'user',
    given: makeRed,
    params: asking({ email: NEW }),
    expect: { status: 201, body: { userName: 'bob@x.test' } },
  },
  {
    name: 'a user is invited by ID, at the own address',
    as: 'user',
    given: makeRed,
    params: (world) => asking({ userId: world.other.id }),
    expect: {
      status: 201,
      body: ({ other }) => ({ userId: other.id, userName: 'A person', userEmail: other.email, confirm: false }),
      jobs: [messages.mail.name],
    },
    after: async (world, { body }) => {
      expect(mailOf(world)).toMatchObject({ to: world.other.email, toName: 'A person' });
      expect(world.changes.map(({ events }) => events[0])).toEqual([`teams.red.memberships.${body.$id}.create`]);
      expect(await userCount(world)).toBe(2);
    },
  },
  {
    name: 'another spelling of the address is the same user',
    as: 'user',
    given: makeRed,
    params: (world) => asking({ email: world.other.email.toUpperCase() }),
    expect: { status: 201, body: ({ other }) => ({ userId: other.id }) },
  },
  ...(['key', 'admin'] as const).map(
    (as): Scenario => ({
      name: `whom the ${as} adds is a member at once, and no mail is sent`,
      as,
      given: makeRed,
      params: (world) => asking({ email: world.other.email }),
      expect: { status: 201, body: ({ other }) => ({ userId: other.id, confirm: true }), jobs: [] },
      async after(world, { body }) {
        expect(body.joined).toBe(body.invited);
        expect(await totalOf(world)).toBe(2);
        expect((await world.call({ method: 'GET', path: RED, as: 'other' })).status).toBe(200);
      },
    }),
  ),
  {
    name: 'the key adds somebody new by phone, without a sender of text messages',
    as: 'key',
    given: makeRed,
    params: asking({ phone: PHONE }),
    expect: { status: 201, body: { userName: '', userEmail: '', confirm: true }, jobs: [] },
    after: async (world) =>
      expect(await usersBy(world, { phone: PHONE })).toMatchObject([{ email: null, phoneVerification: false }]),
  },
  {
    name: 'a member cannot add itself as an owner',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await add(world, world.other, ['editor']);
    },
    params: (world) => asking({ userId: world.other.id, roles: ['owner'] }),
    expect: { status: 401, type: 'user_unauthorized' },
    after: async (world) => expect(await membershipsOf(world)).toHaveLength(2),
  },
  {
    name: 'a member who is no owner does not learn who has an account, and makes none',
    as: 'other',
    async given(world) {
      await makeRed(world);
      await add(world, world.other, ['editor']);
    },
    params: asking({ userId: 'nobody' }),
    expect: { status: 401, type: 'user_unauthorized' },
  },
  ...(['Bob@x.test', 'bob@x.test', 'BOB@X.TEST'] as const).map(
    (email): Scenario => ({
      name: `${email} is not invited a second time`,
      as: 'user',
      async given(world) {
        await makeRed(world);
        await invite(world, { email: NEW });
      },
      params: asking({ email }),
      expect: { status: 409, type: 'team_invite_already_exists' },
      after: async (world) => expect(await membershipsOf(world)).toHaveLength(2),
    }),
  ),
  {
    name: 'a member is not added again',
    as: 'key',
    async given(world) {
      await makeRed(world);
      await add(world, world.other);
    },
    params: (world) => asking({ userId: world.other.id }),
    expect: { status: 409, type: 'team_invite_already_exists' },
    after: async (world) => expect(await totalOf(world)).toBe(2),
  },
  {
    name: 'after a deletion the same one can be invited again',
    as: 'user',
    async given(world) {
      await makeRed(world);
      const { membershipId } = await invite(world);
      await world.call({ method: 'DELETE', path: `${RED}/memberships/${membershipId}`, as: 'user' });
    },
    params: (world) => asking({ email: world.other.email }),
    expect: { status: 201 },
  },
  {
    name: 'the limit of users holds for invitations, and nothing of the refused one stays',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await changeSettings(world, { limit: 2 });
    },
    params: asking({ email: NEW }),
    expect: { status: 501, type: 'user_count_exceeded' },
    after: async (world) => expect(await membershipsOf(world)).toHaveLength(1),
  },
  {
    name: 'invitations that are switched off are refused to users',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await changeSettings(world, { invites: false });
    },
    params: asking({ email: NEW }),
    expect: { status: 501, type: 'user_auth_method_unsupported' },
  },
  {
    name: 'a user of whom no address is known cannot be sent anything',
    as: 'user',
    async given(world) {
      await makeRed(world);
      await changeUser({ ...world, user: world.other }, { email: null });
    },
    params: (world) => asking({ userId: world.other.id }),
    expect: { status: 400, type: 'general_argument_invalid' },
  },
  refused('an unknown ID is not found', 'user', { userId: 'nobody' }, 404, 'user_not_found'),
  refused('nobody named is refused', 'user', {}, 400, 'general_argument_invalid'),
  refused('an empty ID alone names nobody', 'key', { userId: '' }, 400, 'general_argument_invalid'),
  refused(
    'a page of another host is refused',
    'user',
    { email: NEW, url: 'https://evil.test' },
    400,
    'general_argument_invalid',
  ),
  refused('a page is needed of keys too', 'key', { email: NEW, url: undefined }, 400, 'general_argument_invalid'),
  refused('a phone needs a sender of text messages', 'user', { phone: PHONE }, 503, 'general_phone_disabled'),
  ...[['a/b'], ['*'], ['x'.repeat(37)], Array(101).fill('a'), 'owner', undefined, [7]].map((roles) =>
    refused(
      `the roles ${JSON.stringify(roles)?.slice(0, 12)} are refused`,
      'user',
      { email: NEW, roles },
      400,
      'general_argument_invalid',
    ),
  ),
  ...[{ email: 'no address' }, { email: '' }, { phone: '0170' }, { userId: '_x' }, { email: NEW, name: '' }].map(
    (more) => refused(`${JSON.stringify(more)} is refused`, 'user', more, 400, 'general_argument_invalid'),
  ),
  ...(['email', 'phone'] as const).map(
    (key): Scenario => ({
      name: `another ${key} than the user's own is refused`,
      as: 'user',
      given: makeRed,
      params: (world) => asking({ userId: world.other.id, [key]: key === 'email' ? NEW : PHONE }),
      // Without a sender the phone is no way to send it, unless there is a mail address too.
      expect:
        key === 'email'
          ? { status: 409, type: 'user_already_exists' }
          : { status: 503, type: 'general_phone_disabled' },
    }),
  ),
  plainMembers({ email: NEW, roles: [], url: URL_OF_APP }),
  ...strangers({ email: NEW, roles: [], url: URL_OF_APP }),
]);

scenarios(
  createMembership,
  [
    {
      name: 'the console takes whom its members invite, although nobody may sign up',
      as: 'consoleUser',
      params: (world) => ({
        ...asking({ email: `${world.project.$id}@x.test` }),
        teamId: world.teamId,
        url: 'http://localhost/invite',
      }),
      expect: { status: 201, body: { confirm: false }, jobs: [messages.mail.name] },
      after: async (world) => expect(mailOf(world).from).toBe(''),
    },
  ],
  { _APP_CONSOLE_WHITELIST_ROOT: 'enabled' },
);

scenarios(
  createMembership,
  [
    refused('without mail nobody is invited', 'user', { email: NEW }, 503, 'general_smtp_disabled'),
    {
      name: 'a user found by ID who needs a mail is not invited either',
      as: 'user',
      given: makeRed,
      params: (world) => asking({ userId: world.other.id }),
      expect: { status: 503, type: 'general_smtp_disabled' },
      after: async (world) => expect(await membershipsOf(world)).toHaveLength(1),
    },
    {
      name: 'a key needs no mail',
      as: 'key',
      given: makeRed,
      params: asking({ email: NEW }),
      expect: { status: 201, body: { confirm: true } },
    },
  ],
  { _APP_SMTP_HOST: '' },
);

const smsOf = ({ jobs, connections }: World) => {
  const sms = jobs.find(({ name }) => name === messages.sms.name)?.body as Sms;
  return { ...sms, text: connections.secrets.open(sms.body) };
};

scenarios(
  createMembership,
  [
    {
      name: 'by phone the link comes as a text message, and no mail server is needed',
      as: 'user',
      given: makeRed,
      params: asking({ phone: PHONE, name: 'Bob' }),
      expect: { status: 201, body: { userName: 'Bob', userEmail: '' }, jobs: [messages.sms.name] },
      async after(world, { body }) {
        const { to, text, expire } = smsOf(world);
        expect(to).toBe(PHONE);
        expect(linkOf(text)).toMatchObject({ membershipId: body.$id, userId: body.userId, teamId: 'red' });
        expect(expire).toBe((await membershipsOf(world)).at(-1)?.expire);
        expect(await usersBy(world, { phone: PHONE })).toMatchObject([{ email: null, name: 'Bob' }]);
      },
    },
    {
      name: 'a user without email is reached by phone',
      as: 'user',
      async given(world) {
        await makeRed(world);
        await changeUser({ ...world, user: world.other }, { email: null, phone: PHONE });
      },
      params: (world) => asking({ userId: world.other.id }),
      expect: { status: 201, jobs: [messages.sms.name] },
      after: async (world) => expect(smsOf(world).to).toBe(PHONE),
    },
    {
      name: 'a phone that is not the one of the found user is refused',
      as: 'user',
      given: makeRed,
      params: (world) => asking({ userId: world.other.id, phone: PHONE }),
      expect: { status: 409, type: 'user_already_exists' },
    },
  ],
  { ...SMS, _APP_SMTP_HOST: '' },
);

scenarios(
  createMembership,
  [
    {
      name: 'after ten the eleventh is refused, keys go on',
      as: 'user',
      async given(world) {
        await makeRed(world);
        for (let at = 0; at < 10; at++) await invite(world, { email: `b${at}@x.test` });
        expect(await add(world, world.other)).not.toBe('');
      },
      params: asking({ email: NEW }),
      expect: { status: 429, type: 'general_rate_limit_exceeded' },
    },
  ],
  { _APP_OPTIONS_ABUSE: 'enabled' },
);

onBothProfiles('members', (stage) => {
  const post = (world: World, as: Caller, more: Params) =>
    world.call({ method: 'POST', path: `${RED}/memberships`, as, body: asking(more) });

  it('are added once by twenty at the same time, and made once', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(world, 'key', { email: NEW })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 201) expect(['user_already_exists', 'team_invite_already_exists']).toContain(body.type);
    expect(await usersBy(world, { email: 'bob@x.test' })).toHaveLength(1);
    expect(await totalOf(world)).toBe(2);
  });

  it('are all counted when twenty come at once', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    const crowd = await people(world, 20);
    const answers = await Promise.all(crowd.map(({ id }) => post(world, 'key', { userId: id })));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(await totalOf(world)).toBe(21);
  });

  it('who were deleted, and came back with the same address, are counted once', async () => {
    const world = await makeWorld(stage());
    await makeRed(world);
    await add(world, world.other);
    const { email } = world.other;
    await world.call({ method: 'DELETE', path: `/v1/users/${world.other.id}`, as: 'key' });
    expect(await totalOf(world)).toBe(1);
    const again = await world.call({
      method: 'POST',
      path: '/v1/users',
      as: 'key',
      body: { userId: 'unique()', email },
    });
    expect((await post(world, 'key', { email })).body.userId).toBe(again.body.$id);
    expect(await totalOf(world)).toBe(2);
    const list = await world.call({ method: 'GET', path: `${RED}/memberships`, as: 'user' });
    expect((list.body.memberships as unknown[])[1]).toMatchObject({ userId: again.body.$id });
    expect(await userOf(world)).not.toBeNull();
  });
});
