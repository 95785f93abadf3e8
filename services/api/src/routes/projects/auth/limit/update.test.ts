import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { badSettings, set, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthLimit } from './update.js';

scenarios(updateAuthLimit, [
  ...settingScenarios({ limit: 2 }, 'authLimit', 2),
  {
    name: 'keeps out those who would be too many',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id, limit: 2 }),
    expect: { status: 200 },
    async after(world) {
      const body = { userId: 'unique()', email: 'third@person.test', password: 'a long password' };
      const signUp = () => world.call({ method: 'POST', path: '/v1/account', body });
      expect((await signUp()).body.type).toBe('user_count_exceeded');
      await set(world, 'auth/limit', { limit: 0 });
      expect((await signUp()).status).toBe(201);
    },
  },
  ...badSettings({ limit: -1 }, { limit: 10_001 }, { limit: 1.5 }, { limit: 'many' }, { limit: null }, {}),
]);
