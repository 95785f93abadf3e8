import { countryName, UNKNOWN_COUNTRY } from '@plinth/core';
import { euCountries } from '@plinth/definitions';
import { route } from '../../route.js';
import { loadFacts } from './facts.js';
import { continentName } from './places.js';

const AGE_SECONDS = 45 * 86_400;

export const getLocale = route({
  name: 'locale.get',
  method: 'GET',
  path: '/locale',
  summary: 'Tell where the caller seems to be',
  scope: 'locale.read',
  auth: ['session', 'key', 'jwt'],
  params: {},
  response: { status: 200, model: 'locale' },
  async action(call) {
    const { sender, locale, connections } = call;
    const countryCode = (await connections.countries.codeOf(sender.ip)).toUpperCase();
    const facts = (await loadFacts()).country(countryCode);
    const continentCode = facts?.continent ?? UNKNOWN_COUNTRY;
    // Whoever asks gets an answer about its own address, so nobody else may be given it.
    call.header('Cache-Control', `private, max-age=${AGE_SECONDS}`);
    call.header('Expires', new Date(Date.now() + AGE_SECONDS * 1000).toUTCString());
    return {
      ip: sender.ip,
      countryCode,
      country: countryName(countryCode, locale),
      continentCode,
      continent: continentName(continentCode, locale),
      eu: euCountries.includes(countryCode),
      currency: facts?.currency[0] ?? '',
    };
  },
});
