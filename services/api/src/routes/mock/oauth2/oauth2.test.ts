import { createServer } from 'node:http';
import { expect, it } from '@jest/globals';
import { makeRequest } from '@plinth/http';
import {
  closeServer,
  enterApp,
  listenOn,
  locationOf,
  OAUTH,
  sessionCookieOf,
  WITH_PROVIDERS,
} from '../../../oauth/fixtures.js';
import { makeWorld, onBothProfiles } from '../../../scenarios.js';

onBothProfiles(
  'the mock provider',
  (stage) => {
    it('signs its user in', async () => {
      const world = await makeWorld(stage());
      await enterApp(world, 'mock', 'secret');
      const server = createServer(async ({ method = 'GET', url = '/' }, response) => {
        const reply = await world.api.handle(makeRequest({ method, target: url, headers: {} }));
        response.writeHead(reply.status, { 'content-type': 'application/json' });
        response.end(reply.body);
      });
      const host = new URL(await listenOn(server)).host.replace('127.0.0.1', 'localhost');
      try {
        const headers = { host };
        let answer = await world.call({ method: 'GET', path: `${OAUTH}/mock`, headers });
        for (let step = 0; step < 3; step += 1) {
          const { pathname, search } = new URL(locationOf(answer), `http://${host}`);
          answer = await world.call({ method: 'GET', path: `${pathname}${search}`, headers });
        }
        const cookie = sessionCookieOf(answer);
        const { body } = await world.call({ method: 'GET', path: '/v1/account', headers: { cookie } });
        expect(body).toMatchObject({ name: 'User Name', email: 'useroauth@localhost.test' });
      } finally {
        await closeServer(server);
      }
    });

    it('gives nothing for what it did not hand out', async () => {
      const world = await makeWorld(stage());
      const path = '/v1/mock/tests/general/oauth2';
      const app = 'client_id=app&client_secret=secret';
      for (const target of [`/token?${app}&code=x`, `/token?${app}&grant_type=refresh_token`, '/user?token=x']) {
        const { body } = await world.call({ method: 'GET', path: `${path}${target}` });
        expect(body.type).toBe('general_mock');
      }
      const success = await world.call({ method: 'GET', path: `${path}/success` });
      const failure = await world.call({ method: 'GET', path: `${path}/failure` });
      expect([success.status, failure.status]).toEqual([200, 400]);
    });
  },
  WITH_PROVIDERS,
);
