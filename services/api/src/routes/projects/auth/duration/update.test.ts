import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { badSettings, set, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthDuration } from './update.js';

scenarios(updateAuthDuration, [
  ...settingScenarios({ duration: 60 }, 'authDuration', 60),
  {
    name: 'ends sessions that are older at once, and gives them back',
    as: 'consoleUser',
    given: (world) => world.call({ method: 'GET', path: '/v1/account', as: 'user' }),
    params: (world) => ({ projectId: world.project.$id, duration: 0 }),
    expect: { status: 200, body: { authDuration: 0 } },
    async after(world) {
      const look = () => world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      expect((await look()).body.type).toBe('general_unauthorized_scope');
      await set(world, 'auth/duration', { duration: 3600 });
      expect((await look()).status).toBe(200);
    },
  },
  ...badSettings({ duration: -1 }, { duration: 31_536_001 }, { duration: 'long' }, {}),
]);
