import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { givePassword, PASSWORD } from '../../../account/fixtures.js';
import { badSettings, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthPasswordHistory } from './update.js';

const NEXT = 'the next one of the test';

scenarios(updateAuthPasswordHistory, [
  ...settingScenarios({ limit: 3 }, 'authPasswordHistory', 3),
  {
    name: 'keeps old passwords from being used again',
    as: 'consoleUser',
    given: (world) => givePassword(world),
    params: (world) => ({ projectId: world.project.$id, limit: 3 }),
    expect: { status: 200 },
    async after(world) {
      const change = (oldPassword: string) =>
        world.call({
          method: 'PATCH',
          path: '/v1/account/password',
          as: 'user',
          body: { oldPassword, password: NEXT },
        });
      expect((await change(PASSWORD)).status).toBe(200);
      expect((await change(NEXT)).body.type).toBe('password_recently_used');
    },
  },
  ...badSettings({ limit: -1 }, { limit: 21 }, {}),
]);
