import { authMethods } from '@plinth/definitions';
import { type Scenario, scenarios } from '../../../scenarios.js';
import { badSettings, set, settingScenarios } from '../setting-scenarios.js';
import { updateAuthStatus } from './update.js';

const fields: Readonly<Record<string, string>> = {
  'email-password': 'authEmailPassword',
  'magic-url': 'authUsersAuthMagicURL',
  anonymous: 'authAnonymous',
  invites: 'authInvites',
  jwt: 'authJWT',
  phone: 'authPhone',
};

scenarios(updateAuthStatus, [
  ...settingScenarios({ method: 'magic-url', status: false }, 'authUsersAuthMagicURL', false),
  ...authMethods.map(
    ({ id }): Scenario => ({
      name: `switches ${id} off and nothing else`,
      as: 'consoleUser',
      params: (world) => ({ projectId: world.project.$id, method: id, status: '0' }),
      expect: {
        status: 200,
        body: Object.fromEntries(Object.entries(fields).map(([method, field]) => [field, method !== id])),
      },
    }),
  ),
  {
    name: 'switches one on again',
    as: 'consoleUser',
    given: (world) => set(world, 'auth/jwt', { status: false }),
    params: (world) => ({ projectId: world.project.$id, method: 'jwt', status: true }),
    expect: { status: 200, body: { authJWT: true } },
  },
  ...badSettings(
    { method: 'JWT', status: false },
    { method: 'emailPassword', status: false },
    { method: 'constructor', status: false },
    { method: 'jwt' },
    { method: 'jwt', status: 'off' },
  ),
]);
