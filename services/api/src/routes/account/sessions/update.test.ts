import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { enterApp, openStandIn, type StandIn, WITH_PROVIDERS } from '../../../oauth/fixtures.js';
import { makeWorld, onBothProfiles, type World } from '../../../scenarios.js';

onBothProfiles(
  'account.updateSession',
  (stage) => {
    let standIn: StandIn;
    beforeAll(async () => {
      standIn = await openStandIn();
    });
    afterAll(() => standIn.close());

    async function open(refreshToken = 'again', provider = 'auth0'): Promise<World> {
      const world = await makeWorld(stage());
      const { connections, project, user } = world;
      await enterApp(world, 'auth0', { clientSecret: 'secret', auth0Domain: standIn.url }, false);
      await connections.store.write((transaction) =>
        transaction.in(project.$internalId).update('sessions', user.sessionId, {
          provider,
          providerAccessToken: 'old',
          providerRefreshToken: refreshToken,
        }),
      );
      stage().recorded.length = 0;
      stage().frames.length = 0;
      return world;
    }
    const renew = (world: World, id = 'current', as: 'user' | 'other' | 'guest' = 'user') =>
      world.call({ method: 'PATCH', path: `/v1/account/sessions/${id}`, as });
    const rowOf = ({ connections, project, user }: World) =>
      connections.store.in(project.$internalId).get('sessions', user.sessionId);

    it("renews the provider's tokens, even of one that is switched off by now", async () => {
      const world = await open();
      const { status, body } = await renew(world);
      expect([status, body.providerAccessToken, body.current]).toEqual([200, 'renewed', true]);
      expect(await rowOf(world)).toMatchObject({ providerAccessToken: 'renewed', providerRefreshToken: 'again' });
      const names = world.changes.map(({ events }) => events[0]);
      expect(names).toEqual([`users.${world.user.id}.sessions.${world.user.sessionId}.update`]);
      expect(standIn.asked.at(-1)?.get('client_secret')).toBe('secret');
    });

    it.each([
      ['wrong', 401, 'user_unauthorized'],
      ['broken', 500, 'general_server_error'],
    ])('leaves the session as it is when the provider answers to a %s token', async (token, code, type) => {
      const world = await open(token);
      const answer = await renew(world);
      expect([answer.status, answer.body.type]).toEqual([code, type]);
      expect(await rowOf(world)).toMatchObject({ providerAccessToken: 'old', providerRefreshToken: token });
      expect(stage().recorded).toEqual([]);
    });

    it('is for sessions of providers only', async () => {
      const world = await open('', 'email');
      expect((await renew(world)).body.type).toBe('project_provider_unsupported');
    });

    it('finds no session of somebody else', async () => {
      const world = await open();
      expect((await renew(world, world.user.sessionId, 'other')).body.type).toBe('user_session_not_found');
      expect((await renew(world, 'current', 'guest')).status).toBe(401);
    });
  },
  WITH_PROVIDERS,
);
