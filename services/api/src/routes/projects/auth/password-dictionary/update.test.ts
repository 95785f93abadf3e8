import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { badSettings, set, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthPasswordDictionary } from './update.js';

scenarios(updateAuthPasswordDictionary, [
  ...settingScenarios({ enabled: true }, 'authPasswordDictionary', true),
  {
    name: 'keeps common passwords from being chosen',
    as: 'consoleUser',
    params: (world) => ({ projectId: world.project.$id, enabled: true }),
    expect: { status: 200 },
    async after(world) {
      const body = { userId: 'unique()', email: 'third@person.test', password: 'password1' };
      const signUp = () => world.call({ method: 'POST', path: '/v1/account', body });
      expect((await signUp()).body.type).toBe('general_argument_invalid');
      await set(world, 'auth/password-dictionary', { enabled: false });
      expect((await signUp()).status).toBe(201);
    },
  },
  ...badSettings({ enabled: 'true' }, { enabled: 1 }, { enabled: null }, {}),
]);
