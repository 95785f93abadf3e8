import { expect } from '@jest/globals';
import { scenarios, type World } from '../../../../scenarios.js';
import { jwtHeader } from '../../../account/fixtures.js';
import { badSettings, set, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthDuration } from './update.js';

const jwts = new WeakMap<World, Record<string, string>>();

scenarios(updateAuthDuration, [
  ...settingScenarios({ duration: 60 }, 'authDuration', 60),
  {
    name: 'ends sessions that are older at once, with what was made of them, and gives them back',
    as: 'consoleUser',
    async given(world) {
      await world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      jwts.set(world, await jwtHeader(world));
    },
    params: (world) => ({ projectId: world.project.$id, duration: 0 }),
    expect: { status: 200, body: { authDuration: 0 } },
    async after(world) {
      const look = async () => {
        const request = { method: 'GET', path: '/v1/account' };
        const answers = [
          await world.call({ ...request, as: 'user' }),
          await world.call({ ...request, headers: jwts.get(world) ?? {} }),
        ];
        return answers.map(({ status, body }) => body.type ?? status);
      };
      expect(await look()).toEqual(['general_unauthorized_scope', 'general_unauthorized_scope']);
      await set(world, 'auth/duration', { duration: 3600 });
      expect(await look()).toEqual([200, 200]);
    },
  },
  ...badSettings({ duration: -1 }, { duration: 31_536_001 }, { duration: 'long' }, {}),
]);
