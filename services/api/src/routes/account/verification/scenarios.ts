/** What is asked of both routes that prove an address: by the link that was mailed, and by the code that was sent. */
import { expect } from '@jest/globals';
import type { Scenario, World } from '../../../scenarios.js';
import { eventsOf, expireTokens, put, tally, tokensOf, userOf } from '../fixtures.js';

export interface Redemption {
  readonly path: string;
  /** Has a secret sent to the world's user, and gives it. */
  readonly send: (world: World) => Promise<string>;
  /** Ways to a secret that proves nothing. */
  readonly useless: readonly { readonly name: string; readonly send: (world: World) => Promise<string> }[];
  /** What of the user a secret proves. */
  readonly proven: Readonly<Record<string, boolean>>;
}

const sent = new WeakMap<World, string>();

/** Remembers what was sent, for the parameters of the scenario. */
export const remembering = (send: (world: World) => Promise<string>) => async (world: World) => {
  sent.set(world, await send(world));
};

export const redeem = (world: World) => ({ userId: world.user.id, secret: sent.get(world) ?? '' });

/** Another code or secret than the right one, of its form. */
export const wrong = (world: World) => {
  const { userId, secret } = redeem(world);
  return { userId, secret: secret.replace(/.$/, (last) => (last === '1' ? '2' : '1')) };
};

const refused: Scenario['expect'] = { status: 401, type: 'user_invalid_token' };

export const redemptionScenarios = ({ path, send, useless, proven }: Redemption): Scenario[] => [
  {
    name: 'what it was sent to is verified, by a guest too; earlier secrets are spent with it',
    async given(world) {
      await send(world);
      await remembering(send)(world);
    },
    params: redeem,
    expect: { status: 200, body: (world) => ({ userId: world.user.id, secret: '' }), jobs: [] },
    async after(world, answer) {
      expect(await userOf(world)).toMatchObject(proven);
      expect(await tokensOf(world)).toEqual([]);
      const [change] = world.changes;
      expect(change?.events[0]).toBe(`users.${world.user.id}.verification.${answer.body.$id}.update`);
      expect(change?.actor).toMatchObject({ kind: 'user', id: world.user.id });
      expect(change?.audit).toMatchObject({ event: 'verification.update', resource: `user/${world.user.id}` });
      expect(JSON.parse(world.connections.secrets.open(change?.payload ?? ''))).toMatchObject({
        secret: redeem(world).secret,
      });
      expect(change?.realtime?.payload).toMatchObject({ secret: '' });
      const account = await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      expect(account.body).toMatchObject(proven);
    },
  },
  {
    name: 'of twenty at once one succeeds',
    async given(world) {
      await remembering(send)(world);
      const answers = await Promise.all(Array.from({ length: 20 }, () => put(world, path, redeem(world))));
      expect(tally(answers)).toEqual({ 200: 1, user_invalid_token: 19 });
      expect(eventsOf(world, world.user.id).filter((name) => name.endsWith('.update'))).toHaveLength(1);
    },
    params: redeem,
    expect: refused,
  },
  {
    name: 'a wrong one is refused',
    given: remembering(send),
    params: wrong,
    expect: refused,
    after: async (world) => {
      const unproven = Object.keys(proven).map((field) => [field, false]);
      expect(await userOf(world)).toMatchObject(Object.fromEntries(unproven) as Record<string, boolean>);
    },
  },
  {
    name: 'one of another user is refused',
    given: remembering(send),
    params: (world) => ({ ...redeem(world), userId: world.other.id }),
    expect: refused,
  },
  {
    name: 'one is refused after its time',
    async given(world) {
      await remembering(send)(world);
      await expireTokens(world, world.user.id);
    },
    params: redeem,
    expect: refused,
  },
  ...useless.map(
    ({ name, send: sendUseless }): Scenario => ({
      name,
      given: remembering(sendUseless),
      params: redeem,
      expect: refused,
    }),
  ),
  {
    name: 'an unknown user is not found',
    params: { userId: 'nobody', secret: '123456' },
    expect: { status: 404, type: 'user_not_found' },
  },
];
