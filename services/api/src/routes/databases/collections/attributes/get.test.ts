import { scenarios } from '../../../../scenarios.js';
import { createIn, givenThings, inThings, refusalsInCollection, settle } from '../../given.js';
import { getAttribute } from './get.js';

scenarios(getAttribute, [
  ...[
    ['string', { size: 7 }, { type: 'string', size: 7 }],
    ['email', {}, { type: 'string', format: 'email' }],
    ['float', { min: 0.5, max: 2 }, { type: 'double', min: 0.5, max: 2 }],
  ].map(([type, rest, view]) => ({
    name: `shows what belongs to the type ${type}`,
    as: 'key' as const,
    async given(world: Parameters<typeof givenThings>[0]) {
      await givenThings(world);
      await createIn(world, `attributes/${type}`, { key: 'k', required: false, ...(rest as object) });
      await settle(world);
    },
    params: { ...inThings, key: 'k' },
    expect: { status: 200, body: { key: 'k', status: 'available', ...(view as object) }, events: [] },
  })),
  {
    name: 'an attribute that is not there is refused',
    as: 'key',
    given: givenThings,
    params: { ...inThings, key: 'k' },
    expect: { status: 404, type: 'attribute_not_found' },
  },
  ...refusalsInCollection({ ...inThings, key: 'k' }),
]);
