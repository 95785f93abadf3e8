import { describe, expect, it } from '@jest/globals';
import { localeCodes } from '@plinth/definitions';
import type { Route } from '../../route.js';
import { makeWorld, onBothProfiles } from '../../scenarios.js';
import { listContinents } from './continents/list.js';
import { listCountriesEU } from './countries/eu/list.js';
import { listCountries } from './countries/list.js';
import { listCountriesPhones } from './countries/phones/list.js';
import { listCurrencies } from './currencies/list.js';
import { describeCurrencies } from './currency.js';
import { listLanguages } from './languages/list.js';
import { type Place, placesIn } from './places.js';

const totals: readonly (readonly [Route, string, number])[] = [
  [listCountries, 'countries', 194],
  [listCountriesEU, 'countries', 27],
  [listCountriesPhones, 'phones', 194],
  [listContinents, 'continents', 7],
  [listCurrencies, 'currencies', 117],
  [listLanguages, 'languages', 184],
];

onBothProfiles('the lists of locale', (stage) => {
  for (const [route, name, total] of totals) {
    it(`${route.name} is complete for everybody`, async () => {
      const world = await makeWorld(stage());
      for (const as of ['guest', 'user', 'key', 'admin'] as const) {
        const { status, body } = await world.call({ method: 'GET', path: route.fullPath, as });
        expect({ status, total: body.total }).toEqual({ status: 200, total });
        expect(body[name]).toHaveLength(total);
      }
    });
  }

  it('are in the language that is asked for', async () => {
    const world = await makeWorld(stage());
    const read = async (path: string) =>
      (await world.call({ method: 'GET', path, headers: { 'x-appwrite-locale': 'ja' } })).body;
    expect((await read('/v1/locale/countries')).countries).toContainEqual({ name: '日本', code: 'JP' });
    expect((await read('/v1/locale/countries/eu')).countries).toContainEqual({ name: 'ドイツ', code: 'DE' });
    expect((await read('/v1/locale/continents')).continents).toContainEqual({ name: 'アジア', code: 'AS' });
    expect((await read('/v1/locale/countries/phones')).phones).toContainEqual({
      code: '+81',
      countryCode: 'JP',
      countryName: '日本',
    });
  });

  it('are switched off with the service, for clients alone', async () => {
    const world = await makeWorld(stage());
    const body = { service: 'locale', status: false };
    await world.call({
      method: 'PATCH',
      path: `/v1/projects/${world.project.$id}/service`,
      as: 'consoleUser',
      body,
    });
    const read = (as: 'guest' | 'key') => world.call({ method: 'GET', path: '/v1/locale/continents', as });
    expect((await read('guest')).body.type).toBe('general_service_disabled');
    expect((await read('key')).status).toBe(200);
  });
});

describe('places', () => {
  const codes = (places: readonly Place[]) => places.map(({ code }) => code);

  it.each(localeCodes)('in %s all have a name and are in its order', (locale) => {
    const { countries, eu, continents, phones } = placesIn(locale);
    for (const list of [countries, eu, continents]) {
      const names = list.map(({ name }) => name);
      for (const name of names) expect(name).toMatch(/\p{L}/u);
      expect(names).not.toContain('Unknown');
      expect(names).toEqual([...names].sort());
    }
    expect(new Set(codes(countries)).size).toBe(194);
    expect(phones).toHaveLength(194);
  });

  it('are made once a language', () => {
    expect(placesIn('de')).toBe(placesIn('de'));
  });

  it('have accented capitals last', () => {
    expect(placesIn('fr').countries.at(-1)?.name).toBe('Îles Salomon');
    expect(placesIn('de').countries.at(-1)?.name).toBe('Österreich');
  });

  it('have dialling codes in the order of numbers', () => {
    const { phones } = placesIn('en');
    expect(phones.slice(0, 3)).toEqual([
      { code: '+1', countryCode: 'CA', countryName: 'Canada' },
      { code: '+1', countryCode: 'US', countryName: 'United States' },
      { code: '+7', countryCode: 'RU', countryName: 'Russia' },
    ]);
    const numbers = phones.map(({ code }) => Number(code.slice(1)));
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  });
});

describe('currencies', () => {
  it.each([
    {
      symbol: '$',
      name: 'US Dollar',
      symbolNative: '$',
      decimalDigits: 2,
      rounding: 0,
      code: 'USD',
      namePlural: 'US dollars',
    },
    {
      symbol: 'CHF',
      name: 'Swiss Franc',
      symbolNative: 'CHF',
      decimalDigits: 2,
      rounding: 0.05,
      code: 'CHF',
      namePlural: 'Swiss francs',
    },
    {
      symbol: '¥',
      name: 'Japanese Yen',
      symbolNative: '￥',
      decimalDigits: 0,
      rounding: 0,
      code: 'JPY',
      namePlural: 'Japanese yen',
    },
  ])('describe $code', async (currency) => {
    expect(await describeCurrencies()).toContainEqual(currency);
  });

  it('all have something to write before an amount', async () => {
    for (const { code, symbol, symbolNative, name, namePlural } of await describeCurrencies()) {
      for (const word of [symbol, symbolNative, name, namePlural]) expect([code, word]).toEqual([code, word.trim()]);
      expect(name).not.toBe(code);
      expect(`${symbol}${symbolNative}`).toMatch(/[\p{L}\p{S}]/u);
    }
  });
});
