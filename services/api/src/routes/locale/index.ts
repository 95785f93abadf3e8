import { listContinents } from './continents/list.js';
import { listCountriesEU } from './countries/eu/list.js';
import { listCountries } from './countries/list.js';
import { listCountriesPhones } from './countries/phones/list.js';
import { listCurrencies } from './currencies/list.js';
import { getLocale } from './get.js';
import { listLanguages } from './languages/list.js';

export const localeRoutes = [
  getLocale,
  listCountries,
  listCountriesEU,
  listCountriesPhones,
  listContinents,
  listCurrencies,
  listLanguages,
];
