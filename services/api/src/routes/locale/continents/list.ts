import { route } from '../../../route.js';
import { placesIn } from '../places.js';

export const listContinents = route({
  name: 'locale.listContinents',
  method: 'GET',
  path: '/locale/continents',
  summary: 'List continents by name',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'continentList' },
  action({ locale }) {
    const { continents } = placesIn(locale);
    return { total: continents.length, continents };
  },
});
