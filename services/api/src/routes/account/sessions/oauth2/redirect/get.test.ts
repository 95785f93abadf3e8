import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  begin,
  codeOf,
  comeBack,
  enterApp,
  errorOf,
  locationOf,
  openStandIn,
  type StandIn,
  sessionCookieOf,
  signIn,
  WITH_PROVIDERS,
} from '../../../../../oauth/fixtures.js';
import { makeWorld, onBothProfiles, type World } from '../../../../../scenarios.js';
import { addSession, changeSettings, changeUser, givePassword, sessionsOf, userOf } from '../../../fixtures.js';

const SUCCESS = { success: 'https://app.test/in', failure: 'https://app.test/out' };
const ANN = { sub: 'ann-1', email: 'Ann@Mail.test', email_verified: true, name: 'Ann' };

onBothProfiles(
  'coming back from a provider',
  (stage) => {
    let standIn: StandIn;
    beforeAll(async () => {
      standIn = await openStandIn();
    });
    afterAll(() => standIn.close());

    async function open(): Promise<World> {
      const world = await makeWorld(stage());
      await enterApp(world, 'auth0', { clientSecret: 'secret', auth0Domain: standIn.url });
      stage().recorded.length = 0;
      stage().frames.length = 0;
      return world;
    }
    const usersOf = ({ connections, project }: World, email: string) =>
      connections.store.in(project.$internalId).findAll('users', { email });
    const whoIs = async (world: World, answer: Parameters<typeof sessionCookieOf>[0]) =>
      (await world.call({ method: 'GET', path: '/v1/account', headers: { cookie: sessionCookieOf(answer) } })).body;
    const nothingHappened = () => expect(stage().recorded).toEqual([]);

    it('makes a user who is signed in, and tells of both', async () => {
      const world = await open();
      const answer = await signIn(world, ANN, { query: SUCCESS });
      expect([answer.status, locationOf(answer)]).toEqual([301, SUCCESS.success]);
      expect(answer.headers).toMatchObject({ 'Referrer-Policy': 'no-referrer', Pragma: 'no-cache' });
      expect(await whoIs(world, answer)).toMatchObject({
        email: 'ann@mail.test',
        emailVerification: true,
        name: 'Ann',
      });
      const [user] = await usersOf(world, 'ann@mail.test');
      expect(user).toMatchObject({ passwordUpdate: null, status: true, phoneVerification: false });
      const names = world.changes.map(({ events }) => events[0]);
      expect(names).toEqual([
        `users.${user?.$id}.create`,
        expect.stringMatching(new RegExp(`^users\\.${user?.$id}\\.sessions\\.\\w+\\.create$`)),
      ]);
      const [session] = await world.connections.store
        .in(world.project.$internalId)
        .findAll('sessions', { userId: user?.$id ?? '' });
      expect(session).toMatchObject({ provider: 'auth0', providerUid: 'ann-1', providerAccessToken: codeOf(ANN) });
      expect(Date.parse(session?.providerAccessTokenExpiry ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
    });

    it('finds the same user again by the account, even under another address', async () => {
      const world = await open();
      const first = await whoIs(world, await signIn(world, ANN));
      const again = await signIn(world, { ...ANN, email: 'new@mail.test' });
      expect(await whoIs(world, again)).toMatchObject({ $id: first.$id, email: 'ann@mail.test' });
      expect(await usersOf(world, 'new@mail.test')).toEqual([]);
    });

    it('hands the session over on our own page, with what client libraries read', async () => {
      const world = await open();
      const url = new URL(locationOf(await signIn(world, ANN)));
      expect(url.pathname).toBe('/auth/oauth2/success');
      expect([...url.searchParams.keys()]).toEqual(['project', 'key', 'secret']);
      expect(url.searchParams.get('key')).toBe(`a_session_${world.project.$id}`);
      const cookie = `${url.searchParams.get('key')}=${url.searchParams.get('secret')}`;
      const { body } = await world.call({ method: 'GET', path: '/v1/account', headers: { cookie } });
      expect(body).toMatchObject({ email: 'ann@mail.test' });
    });

    it('hands it over to an app of the project by its own scheme', async () => {
      const world = await open();
      const success = `appwrite-callback-${world.project.$id}://localhost/auth/oauth2/success`;
      const location = locationOf(await signIn(world, ANN, { query: { success } }));
      expect(location.startsWith(`${success}?project=${world.project.$id}&`)).toBe(true);
      expect(location).toContain('&secret=');
    });

    it('tells no other host the secret, whatever its path', async () => {
      const world = await open();
      const success = 'https://app.test/auth/oauth2/success';
      expect(locationOf(await signIn(world, ANN, { query: { success } }))).toBe(success);
    });

    it.each([
      ['a refusal of the user', { error: 'access_denied' }, 'user_unauthorized'],
      ['a wrong code', { code: 'wrong' }, 'general_server_error'],
      ['a provider that fails', { code: 'broken' }, 'general_server_error'],
      ['a provider that does not say who it is', { code: codeOf({ email: 'a@b.test' }) }, 'user_missing_id'],
    ])('leads to the failure page after %s', async (_, given: Record<string, string>, type) => {
      const world = await open();
      const { url } = await begin(world, 'auth0', SUCCESS);
      const answer = await comeBack(world, { ...given, state: url.searchParams.get('state') ?? '' });
      expect(locationOf(answer)).toMatch(/^https:\/\/app\.test\/out\?error=/);
      expect(errorOf(answer)).toMatchObject({ type });
      expect(sessionCookieOf(answer)).toBe('');
      nothingHappened();
    });

    it('names the project to our own failure page', async () => {
      const world = await open();
      const { url } = await begin(world);
      const answer = await comeBack(world, { error: 'x', state: url.searchParams.get('state') ?? '' });
      const page = new URL(locationOf(answer));
      expect([page.pathname, page.searchParams.get('project')]).toEqual(['/auth/oauth2/failure', world.project.$id]);
    });

    it('takes a state once', async () => {
      const world = await open();
      const { url } = await begin(world, 'auth0', SUCCESS);
      const answer = { code: codeOf(ANN), state: url.searchParams.get('state') ?? '' };
      expect(locationOf(await comeBack(world, answer))).toBe(SUCCESS.success);
      expect(errorOf(await comeBack(world, answer))).toMatchObject({ type: 'general_argument_invalid' });
    });

    it('takes no state of another project or made by somebody else, and shows a page', async () => {
      const world = await open();
      const other = await open();
      const { url } = await begin(other, 'auth0', SUCCESS);
      const state = url.searchParams.get('state') ?? '';
      const [body = '', signed = ''] = state.split('.');
      for (const wrong of [state, `${body}x.${signed}`, 'x', '']) {
        const answer = await comeBack(world, { code: codeOf(ANN), state: wrong });
        expect(answer.status).toBe(400);
        expect(answer.headers['Content-Type']).toBe('text/html; charset=UTF-8');
      }
      nothingHappened();
    });

    it('takes no state that is too old', async () => {
      const world = await open();
      const { url } = await begin(world, 'auth0', SUCCESS);
      const now = Date.now;
      Date.now = () => now() + 601_000;
      try {
        const answer = await comeBack(world, { code: codeOf(ANN), state: url.searchParams.get('state') ?? '' });
        expect(errorOf(answer)).toMatchObject({ type: 'general_argument_invalid' });
      } finally {
        Date.now = now;
      }
      nothingHappened();
    });

    it('asks a browser for the cookie that it got at the beginning', async () => {
      const world = await open();
      const { url, cookie } = await begin(world, 'auth0', SUCCESS);
      const answer = { code: codeOf(ANN), state: url.searchParams.get('state') ?? '' };
      const browser = { 'sec-fetch-mode': 'navigate' };
      expect(errorOf(await comeBack(world, answer, { headers: browser }))).toMatchObject({ code: 400 });
      const own = await comeBack(world, answer, { headers: { ...browser, cookie } });
      expect(locationOf(own)).toBe(SUCCESS.success);
    });

    it('links to the user of a verified address', async () => {
      const world = await open();
      await givePassword(world);
      await changeUser(world, { emailVerification: true });
      const answer = await signIn(world, { ...ANN, email: world.user.email });
      expect(await whoIs(world, answer)).toMatchObject({ $id: world.user.id });
      expect((await userOf(world))?.password).not.toBeNull();
      expect(await sessionsOf(world)).toHaveLength(2);
    });

    it('takes an unverified address away from whoever claimed it', async () => {
      const world = await open();
      await givePassword(world);
      await addSession(world);
      const answer = await signIn(world, { ...ANN, email: world.user.email });
      expect(await whoIs(world, answer)).toMatchObject({ $id: world.user.id, emailVerification: true });
      expect(await userOf(world)).toMatchObject({ password: null, passwordUpdate: null });
      expect((await sessionsOf(world)).map(({ provider }) => provider)).toEqual(['auth0']);
      const before = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      expect(before.status).toBe(401);
    });

    it.each([true, false])(
      'ends the number of whoever claimed it, by which codes sign in (verified: %s)',
      async (phoneVerification) => {
        const world = await open();
        const phone = '+12065550100';
        await changeUser(world, { phone, phoneVerification, search: `${world.user.email} ${phone}` });
        await signIn(world, { ...ANN, email: world.user.email });
        const user = await userOf(world);
        expect(user).toMatchObject({ emailVerification: true, phone: null, phoneVerification: false });
        expect(user?.search).not.toContain(phone);
      },
    );

    it('leaves the number of a user whose address is verified', async () => {
      const world = await open();
      await changeUser(world, { emailVerification: true, phone: '+12065550100' });
      await signIn(world, { ...ANN, email: world.user.email });
      expect(await userOf(world)).toMatchObject({ phone: '+12065550100' });
    });

    it('links to nobody by an address that the provider does not vouch for', async () => {
      const world = await open();
      await changeUser(world, { emailVerification: true });
      const answer = await signIn(world, { ...ANN, email: world.user.email, email_verified: false });
      expect(errorOf(answer)).toMatchObject({ type: 'user_already_exists' });
      nothingHappened();
    });

    it('makes users without an address, who are not taken for each other', async () => {
      const world = await open();
      const [ann, ben] = [await signIn(world, { sub: 'ann' }), await signIn(world, { sub: 'ben' })];
      const [one, two] = [await whoIs(world, ann), await whoIs(world, ben)];
      expect(one.email).toBe('');
      expect(one.$id).not.toBe(two.$id);
    });

    it('links the account to a signed-in user and replaces the session', async () => {
      const world = await open();
      const answer = await signIn(world, ANN, { as: 'user' });
      expect(await whoIs(world, answer)).toMatchObject({ $id: world.user.id, email: world.user.email });
      expect((await sessionsOf(world)).map(({ provider }) => provider)).toEqual(['auth0']);
      const taken = await signIn(world, ANN, { as: 'other' });
      expect(errorOf(taken)).toMatchObject({ type: 'user_already_exists' });
    });

    it('gives an anonymous user name and address, unless the address is taken', async () => {
      const world = await open();
      await changeUser(world, { email: null, name: '' });
      const taken = await signIn(world, { ...ANN, email: world.other.email }, { as: 'user' });
      expect(errorOf(taken)).toMatchObject({ type: 'user_email_already_exists' });
      expect((await sessionsOf(world)).map(({ $id }) => $id)).toEqual([world.user.sessionId]);
      await signIn(world, ANN, { as: 'user' });
      expect(await userOf(world)).toMatchObject({ email: 'ann@mail.test', name: 'Ann', emailVerification: true });
    });

    it('lets no blocked user in', async () => {
      const world = await open();
      await changeUser(world, { emailVerification: true, status: false });
      const answer = await signIn(world, { ...ANN, email: world.user.email });
      expect(errorOf(answer)).toMatchObject({ type: 'user_blocked' });
      expect(await sessionsOf(world)).toHaveLength(1);
    });

    it('makes no user beyond the limit of the project', async () => {
      const world = await open();
      await changeSettings(world, { limit: 2 });
      expect(errorOf(await signIn(world, ANN))).toMatchObject({ type: 'user_count_exceeded', code: 501 });
    });

    it('drops the oldest sessions beyond the limit of the project', async () => {
      const world = await open();
      await changeSettings(world, { maxSessions: 1 });
      await changeUser(world, { emailVerification: true });
      await signIn(world, { ...ANN, email: world.user.email });
      expect((await sessionsOf(world)).map(({ provider }) => provider)).toEqual(['auth0']);
    });

    it('is refused with a page once the provider is switched off', async () => {
      const world = await open();
      const { url } = await begin(world);
      await enterApp(world, 'auth0', { clientSecret: 'secret', auth0Domain: standIn.url }, false);
      const answer = await comeBack(world, { code: codeOf(ANN), state: url.searchParams.get('state') ?? '' });
      expect(answer.status).toBe(412);
      expect(answer.text).toContain(`href="http://localhost/auth/oauth2/failure?project=${world.project.$id}"`);
    });

    it('makes one user of many who come back at once with one address', async () => {
      const world = await open();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          signIn(world, { ...ANN, sub: `ann-${index % 2}` }, { query: SUCCESS }),
        ),
      );
      expect(answers.map(locationOf)).toEqual(Array.from({ length: 10 }, () => SUCCESS.success));
      expect(await usersOf(world, 'ann@mail.test')).toHaveLength(1);
    });

    it('signs in through the mock provider, whose rows are ours', async () => {
      const world = await makeWorld(stage());
      await enterApp(world, 'mock', 'secret');
      const { url } = await begin(world, 'mock');
      expect(url.pathname).toBe('/v1/mock/tests/general/oauth2');
      const there = await world.call({ method: 'GET', path: `${url.pathname}${url.search}` });
      expect(new URL(locationOf(there)).searchParams.get('code')).toBe('abcdef');
    });
  },
  WITH_PROVIDERS,
);
