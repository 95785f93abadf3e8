/** Rate limits cannot be walked around: not by another replica, another host, another address in a header. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeRequest, replyJson } from '@plinth/http';
import type { Api } from '../handler.js';
import { tally, WITH_SMS } from '../routes/account/fixtures.js';
import { makeWorld, onBothProfiles, openStage, type Stage, type World } from '../scenarios.js';

const LIMITED = { ...WITH_SMS, _APP_OPTIONS_ABUSE: 'enabled' };

interface Sent {
  readonly path: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly peer?: string;
}

async function post(api: Api, { project }: World, { path, body, headers = {}, peer = '9.9.9.9' }: Sent) {
  const reply = await api.handle(
    makeRequest({
      method: 'POST',
      target: `/v1/account${path}`,
      body,
      headers: { 'x-appwrite-project': project.$id, ...headers },
      peer,
    }),
  );
  return { status: reply.status, body: (replyJson(reply) ?? {}) as Record<string, unknown>, headers: reply.headers };
}

const phone = { path: '/sessions/phone', body: { userId: 'unique()', phone: '+12065550100' } };
const logIn = (email: string) => ({ path: '/sessions/email', body: { email, password: 'not the right one' } });
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

onBothProfiles(
  'a rate limit',
  (stage) => {
    it('counts calls by the address of the peer, whatever their headers say', async () => {
      const world = await makeWorld(stage());
      const answers = await Promise.all(
        times(14, (at) =>
          post(world.api, world, {
            path: '/sessions/phone',
            body: { userId: 'unique()', phone: `+1206555010${at % 10}` },
            headers: {
              'x-forwarded-for': `1.1.1.${at}`,
              'x-real-ip': `2.2.2.${at}`,
              forwarded: `for=3.3.3.${at}`,
              'x-forwarded-host': `h${at}.test`,
            },
          }),
        ),
      );
      expect(tally(answers)).toEqual({ 201: 10, general_rate_limit_exceeded: 4 });
    });

    it('is not another one under another host', async () => {
      const world = await makeWorld(stage());
      const answers = await Promise.all(
        times(14, (at) => post(world.api, world, { ...logIn('ann@x.test'), headers: { host: `h${at}.test` } })),
      );
      expect(tally(answers)).toEqual({ user_invalid_credentials: 10, general_rate_limit_exceeded: 4 });
    });

    it('holds who tries one account after the other, at a larger number', async () => {
      const world = await makeWorld(stage());
      const { cache } = stage().connections;
      const take = cache.take.bind(cache);
      const most = new Set<number>();
      // A thousand log-ins would take long: the counter of all accounts is a hundredth of what it is.
      cache.take = (counter) => {
        most.add(counter.limit);
        return take(counter.limit === 1000 ? { ...counter, limit: 10 } : counter);
      };
      try {
        const answers = [];
        for (const at of times(12, (index) => index))
          answers.push(await post(world.api, world, logIn(`a${at}@x.test`)));
        expect(tally(answers)).toEqual({ user_invalid_credentials: 10, general_rate_limit_exceeded: 2 });
        expect(answers.at(-1)?.headers).toMatchObject({ 'X-RateLimit-Limit': '10', 'X-RateLimit-Remaining': '0' });
        const another = await post(world.api, world, { ...logIn('b@x.test'), peer: '8.8.8.8' });
        expect(another.status).toBe(401);
        expect([...most]).toEqual([10, 1000]);
      } finally {
        cache.take = take;
      }
    });
  },
  LIMITED,
);

onBothProfiles(
  'a rate limit behind a proxy that is trusted',
  (stage) => {
    it('counts by the address that the proxy saw, and by no other that the sender wrote before it', async () => {
      const world = await makeWorld(stage());
      // The number counts too, so each call is for another one.
      const asked = (forwarded: string, number: number, peer = '10.1.2.3') =>
        post(world.api, world, {
          path: '/sessions/phone',
          body: { userId: 'unique()', phone: `+1206555${number}` },
          headers: { 'x-forwarded-for': forwarded },
          peer,
        });
      const made = await Promise.all(times(14, (at) => asked(`7.7.7.${at}, 1.2.3.4`, 1000 + at)));
      expect(tally(made)).toEqual({ 201: 10, general_rate_limit_exceeded: 4 });
      expect((await asked('1.2.3.5', 2000)).status).toBe(201);
      // The same words from somebody who is no proxy of ours are not believed.
      const liars = await Promise.all(times(3, (at) => asked(`5.5.5.${at}`, 3000 + at, '9.9.9.9')));
      expect(liars.map(({ headers }) => headers['X-RateLimit-Remaining']).sort()).toEqual(['7', '8', '9']);
    });

    it('stores the session with the address of the client', async () => {
      const world = await makeWorld(stage());
      const start = (peer: string) =>
        post(world.api, world, {
          path: '/sessions/anonymous',
          body: {},
          headers: { 'x-forwarded-for': '6.6.6.6, 1.2.3.4' },
          peer,
        });
      expect((await start('10.1.2.3')).body.ip).toBe('1.2.3.4');
      expect((await start('9.9.9.9')).body.ip).toBe('9.9.9.9');
    });
  },
  { ...LIMITED, _APP_TRUSTED_PROXIES: '10.0.0.0/8' },
);

/** More than one process needs the servers that they share. */
const describeCluster = (name: string, tests: () => void) => {
  if (process.env._APP_DB_HOST) describe(name, tests);
};

describeCluster('two replicas of the API', () => {
  let stages: Stage[] = [];
  beforeAll(async () => {
    stages = [await openStage('cluster', LIMITED), await openStage('cluster', LIMITED)];
  });
  afterAll(async () => {
    for (const stage of stages) await stage.stop();
  });

  it('share the counters of a route', async () => {
    const [first, second] = stages;
    if (!first || !second) throw new Error('The replicas are not open.');
    const world = await makeWorld(first);
    const answers = await Promise.all(times(20, (at) => post(at % 2 === 0 ? first.api : second.api, world, phone)));
    expect(tally(answers)).toEqual({ 201: 10, general_rate_limit_exceeded: 10 });
    const remaining = answers
      .filter(({ status }) => status === 201)
      .map(({ headers }) => Number(headers['X-RateLimit-Remaining']))
      .sort((a, b) => a - b);
    expect(remaining).toEqual(times(10, (at) => at));
    for (const { api } of [first, second])
      expect((await post(api, world, phone)).body.type).toBe('general_rate_limit_exceeded');
  });
});
