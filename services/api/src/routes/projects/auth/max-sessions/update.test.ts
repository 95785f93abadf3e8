import { expect } from '@jest/globals';
import { scenarios } from '../../../../scenarios.js';
import { givePassword, PASSWORD } from '../../../account/fixtures.js';
import { badSettings, settingScenarios } from '../../setting-scenarios.js';
import { updateAuthSessionsLimit } from './update.js';

scenarios(updateAuthSessionsLimit, [
  ...settingScenarios({ limit: 1 }, 'authSessionsLimit', 1),
  {
    name: 'ends the oldest session with the next one',
    as: 'consoleUser',
    given: (world) => givePassword(world),
    params: (world) => ({ projectId: world.project.$id, limit: 1 }),
    expect: { status: 200 },
    async after(world) {
      const look = () => world.call({ method: 'GET', path: '/v1/account', as: 'user' });
      expect((await look()).status).toBe(200);
      const body = { email: world.user.email, password: PASSWORD };
      expect((await world.call({ method: 'POST', path: '/v1/account/sessions/email', body })).status).toBe(201);
      expect((await look()).body.type).toBe('general_unauthorized_scope');
    },
  },
  ...badSettings({ limit: 0 }, { limit: 101 }, {}),
]);
