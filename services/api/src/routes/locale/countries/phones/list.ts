import { route } from '../../../../route.js';
import { placesIn } from '../../places.js';

export const listCountriesPhones = route({
  name: 'locale.listCountriesPhones',
  method: 'GET',
  path: '/locale/countries/phones',
  summary: 'List the dialling codes of countries',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'phoneList' },
  action({ locale }) {
    const { phones } = placesIn(locale);
    return { total: phones.length, phones };
  },
});
