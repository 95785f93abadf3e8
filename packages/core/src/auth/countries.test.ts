import { describe, expect, it } from '@jest/globals';
import { localeCodes } from '@plinth/definitions';
import { countryName, openCountries, regionName, UNKNOWN_COUNTRY } from './countries.js';

describe('names of countries', () => {
  it.each([
    ['US', 'en', 'United States'],
    ['us', 'de', 'Vereinigte Staaten'],
    ['CN', 'zh-tw', '中國'],
    ['CN', 'zh-cn', '中国'],
    ['DE', 'pt-br', 'Alemanha'],
  ])('%s in %s is %s', (code, locale, name) => {
    expect(countryName(code, locale)).toBe(name);
  });

  it('are English where a language has none', () => {
    // Latin has no table at all, Sanskrit one of ten countries.
    expect(countryName('DE', 'la')).toBe('Germany');
    expect(countryName('AL', 'sa')).toBe('Albania');
  });

  it('are English where the language is none', () => {
    expect(countryName('DE', 'en_US.UTF-8')).toBe('Germany');
  });

  it.each(['--', '', 'Z', 'USA', '1'])('%j is nobody’s code', (code) => {
    expect(countryName(code, 'de')).toBe('Unknown');
  });

  it('are known in every language that can be asked for', () => {
    for (const locale of localeCodes) {
      expect(countryName('FR', locale)).toMatch(/\p{L}/u);
      expect(regionName('150', locale)).toMatch(/\p{L}/u);
    }
  });
});

describe('countries of addresses', () => {
  const countries = openCountries();

  it('are known of public ones', async () => {
    expect(await countries.codeOf('8.8.8.8')).toBe('US');
    expect(await countries.codeOf('::ffff:8.8.8.8')).toBe('US');
  });

  it('are unknown of private ones', async () => {
    expect(await countries.codeOf('127.0.0.1')).toBe(UNKNOWN_COUNTRY);
  });
});
