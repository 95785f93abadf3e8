import { scenarios } from '../../../scenarios.js';
import { both } from '../child-scenarios.js';
import { badSettings, set, settingScenarios } from '../setting-scenarios.js';
import { updateServiceStatus } from './update.js';

scenarios(updateServiceStatus, [
  ...settingScenarios({ service: 'graphql', status: false }, 'serviceStatusForGraphql', false),
  {
    name: 'leaves the other services and settings as they are',
    as: 'consoleUser',
    given: both(
      (world) => set(world, 'service', { service: 'teams', status: false }),
      (world) => set(world, 'auth/limit', { limit: 7 }),
    ),
    params: (world) => ({ projectId: world.project.$id, service: 'users', status: false }),
    expect: {
      status: 200,
      body: {
        serviceStatusForTeams: false,
        serviceStatusForUsers: false,
        serviceStatusForLocale: true,
        authLimit: 7,
      },
    },
  },
  {
    name: 'switches one on again',
    as: 'consoleUser',
    given: (world) => set(world, 'service', { service: 'users', status: false }),
    params: (world) => ({ projectId: world.project.$id, service: 'users', status: true }),
    expect: { status: 200, body: { serviceStatusForUsers: true } },
  },
  ...badSettings(
    { service: 'projects', status: false },
    { service: 'Users', status: false },
    { service: '__proto__', status: false },
    { service: 'constructor', status: false },
    { service: 'users' },
    { service: 'users', status: 'false' },
    { service: 'users', status: null },
    { status: false },
  ),
]);
