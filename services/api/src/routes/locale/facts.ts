/** Facts about countries and languages out of a package, which is loaded when the first of them is asked for. */
import type { TCountryCode, TLanguageCode } from 'countries-list';

export interface CountryFacts {
  readonly continent: string;
  /** Currency codes, the one that everybody pays with first; empty where there is none. */
  readonly currency: readonly string[];
}

export interface LanguageFacts {
  readonly name: string;
  readonly native: string;
}

export interface Facts {
  country(code: string): CountryFacts | undefined;
  language(code: string): LanguageFacts | undefined;
  /** The first country that pays with this currency. */
  homeOf(currency: string): string | undefined;
}

export async function loadFacts(): Promise<Facts> {
  const { countries, languages } = await import('countries-list');
  return {
    country: (code) => (Object.hasOwn(countries, code) ? countries[code as TCountryCode] : undefined),
    language: (code) => (Object.hasOwn(languages, code) ? languages[code as TLanguageCode] : undefined),
    homeOf: (currency) => Object.entries(countries).find(([, facts]) => facts.currency[0] === currency)?.[0],
  };
}
