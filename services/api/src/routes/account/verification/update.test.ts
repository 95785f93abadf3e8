import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../scenarios.js';
import { ask, changeUser, eventsOf, expireTokens, linkOf, put, tally, tokensOf, userOf } from '../fixtures.js';
import { updateVerification } from './update.js';

const asked = new WeakMap<World, string>();

const mailLink = async (world: World) => {
  await ask(world, '/verification', { url: 'https://app.test/verify' }, 'user');
  asked.set(world, linkOf(world).searchParams.get('secret') ?? '');
};
const redeem = (world: World) => ({ userId: world.user.id, secret: asked.get(world) });

scenarios(updateVerification, [
  {
    name: 'the address is verified, by a guest too; other links are spent with it',
    async given(world) {
      await mailLink(world);
      await mailLink(world);
    },
    params: redeem,
    expect: { status: 200, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: [] },
    async after(world, answer) {
      expect(await userOf(world)).toMatchObject({ emailVerification: true });
      expect(await tokensOf(world)).toEqual([]);
      const [change] = world.changes;
      expect(change?.events[0]).toBe(`users.${world.user.id}.verification.${answer.body.$id}.update`);
      expect(change?.actor).toMatchObject({ kind: 'user', id: world.user.id });
      expect(change?.audit).toMatchObject({ event: 'verification.update', resource: `user/${world.user.id}` });
      expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({
        secret: asked.get(world),
      });
      expect(change?.realtime?.payload).toMatchObject({ secret: '' });
      expect((await world.call({ method: 'GET', path: '/v1/account', as: 'user' })).body.emailVerification).toBe(true);
    },
  },
  {
    name: 'of twenty at once one succeeds',
    async given(world) {
      await mailLink(world);
      const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, '/verification', redeem(world))));
      expect(tally(answers)).toEqual({ 200: 1, user_invalid_token: 19 });
      expect(eventsOf(world, world.user.id).filter((name) => name.endsWith('.update'))).toHaveLength(1);
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a wrong secret is refused',
    given: mailLink,
    params: (world) => ({ ...redeem(world), secret: 'f'.repeat(256) }),
    expect: { status: 401, type: 'user_invalid_token' },
    after: async (world) => expect(await userOf(world)).toMatchObject({ emailVerification: false }),
  },
  {
    name: 'a secret of another user is refused',
    given: mailLink,
    params: (world) => ({ ...redeem(world), userId: world.other.id }),
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a secret that was made for something else is refused',
    async given(world) {
      await ask(world, '/recovery', { email: world.user.email, url: 'https://app.test/' });
      asked.set(world, linkOf(world).searchParams.get('secret') ?? '');
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a secret is refused after its week',
    async given(world) {
      await mailLink(world);
      await expireTokens(world, world.user.id);
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'a link to an address that the user gave up proves nothing',
    async given(world) {
      await changeUser(world, { password: null });
      await mailLink(world);
      const body = { email: 'another@person.test', password: 'a first password' };
      await changeUser(world, { phone: null });
      expect((await world.call({ method: 'PATCH', path: '/v1/account/email', as: 'user', body })).status).toBe(200);
    },
    params: redeem,
    expect: { status: 401, type: 'user_invalid_token' },
  },
  {
    name: 'an unknown user is not found',
    params: { userId: 'nobody', secret: 'f'.repeat(256) },
    expect: { status: 404, type: 'user_not_found' },
  },
]);
