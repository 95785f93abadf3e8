import { route } from '../../../route.js';
import { placesIn } from '../places.js';

export const listCountries = route({
  name: 'locale.listCountries',
  method: 'GET',
  path: '/locale/countries',
  summary: 'List countries by name',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'countryList' },
  action({ locale }) {
    const { countries } = placesIn(locale);
    return { total: countries.length, countries };
  },
});
