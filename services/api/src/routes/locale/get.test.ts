import { expect } from '@jest/globals';
import { scenarios } from '../../scenarios.js';
import { getLocale } from './get.js';

/** The scenarios' own address is a trusted proxy here, so that one can come from anywhere. */
const from = (ip: string, more: Readonly<Record<string, string>> = {}) => ({ 'x-forwarded-for': ip, ...more });
const ENVIRONMENT = { _APP_TRUSTED_PROXIES: '127.0.0.1' };

scenarios(
  getLocale,
  [
    {
      name: 'tells a guest where it seems to be, and nobody else',
      headers: from('8.8.8.8'),
      expect: {
        status: 200,
        body: {
          ip: '8.8.8.8',
          countryCode: 'US',
          country: 'United States',
          continentCode: 'NA',
          continent: 'North America',
          eu: false,
          currency: 'USD',
        },
        headers: { 'Cache-Control': 'private, max-age=3888000' },
        events: [],
      },
      async after(_, { headers }) {
        const days = (Date.parse(String(headers.Expires)) - Date.now()) / 86_400_000;
        expect(days).toBeGreaterThan(44.9);
        expect(days).toBeLessThanOrEqual(45);
      },
    },
    {
      name: 'knows the European Union, in the language of the header',
      as: 'user',
      headers: from('217.160.0.1', { 'x-appwrite-locale': 'de' }),
      expect: {
        status: 200,
        body: { countryCode: 'DE', country: 'Deutschland', continent: 'Europa', eu: true, currency: 'EUR' },
      },
    },
    {
      name: 'the parameter goes before the header',
      params: { locale: 'fr' },
      headers: from('217.160.0.1', { 'x-appwrite-locale': 'de' }),
      expect: { status: 200, body: { country: 'Allemagne' } },
    },
    ...['DE', 'xx', '__proto__', '../de', 'zh-CN'].map((locale) => ({
      name: `the language ${locale} is none, so it is that of the server`,
      headers: from('217.160.0.1', { 'x-appwrite-locale': locale }),
      expect: { status: 200, body: { country: 'Germany' } },
    })),
    {
      name: 'knows nothing of a private address',
      as: 'key',
      headers: from('192.168.0.1', { 'x-appwrite-locale': 'de' }),
      expect: {
        status: 200,
        body: {
          ip: '192.168.0.1',
          countryCode: '--',
          country: 'Unknown',
          continentCode: '--',
          continent: 'Unknown',
          eu: false,
          currency: '',
        },
      },
    },
    {
      name: 'a project that is not there is refused',
      project: 'nowhere',
      expect: { status: 404, type: 'project_not_found' },
    },
  ],
  ENVIRONMENT,
);
