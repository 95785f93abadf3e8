import { route } from '../../../route.js';
import { describeCurrencies } from '../currency.js';

export const listCurrencies = route({
  name: 'locale.listCurrencies',
  method: 'GET',
  path: '/locale/currencies',
  summary: 'List currencies',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'currencyList' },
  async action() {
    const currencies = await describeCurrencies();
    return { total: currencies.length, currencies };
  },
});
