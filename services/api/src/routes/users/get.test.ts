import { scenarios } from '../../scenarios.js';
import { getUser } from './get.js';
import { of, refusals } from './given.js';

scenarios(getUser, [
  ...(['key', 'admin'] as const).map((as) => ({
    name: `is given to the ${as}, with its hash`,
    as,
    params: of(),
    expect: {
      status: 200,
      body: (world: Parameters<ReturnType<typeof of>>[0]) => ({
        $id: world.user.id,
        email: world.user.email,
        name: 'A person',
        password: null,
        hash: 'argon2',
        hashOptions: { type: 'argon2', memoryCost: 2048, timeCost: 4, threads: 3 },
        phone: '',
        status: true,
        prefs: {},
      }),
      events: [],
    },
  })),
  ...refusals(),
]);
