import { route } from '../../../../route.js';
import { placesIn } from '../../places.js';

export const listCountriesEU = route({
  name: 'locale.listCountriesEU',
  method: 'GET',
  path: '/locale/countries/eu',
  summary: 'List the countries of the European Union by name',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'countryList' },
  action({ locale }) {
    const { eu } = placesIn(locale);
    return { total: eu.length, countries: eu };
  },
});
