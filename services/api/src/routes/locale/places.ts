/** Countries and continents by their names in a language. Source: avatars-locale-health.md §2. */
import { countryName, regionName, UNKNOWN_COUNTRY } from '@plinth/core';
import { continents, diallingCodes, euCountries } from '@plinth/definitions';

export interface Place {
  readonly name: string;
  readonly code: string;
}

export interface Phone {
  readonly code: string;
  readonly countryCode: string;
  readonly countryName: string;
}

export interface Places {
  readonly countries: readonly Place[];
  readonly eu: readonly Place[];
  readonly continents: readonly Place[];
  readonly phones: readonly Phone[];
}

/** By language; requests can only name those of the product's list. */
const kept = new Map<string, Places>();

/** Made when a language is first asked for. */
export function placesIn(locale: string): Places {
  const known = kept.get(locale);
  if (known) return known;
  const places = nameAll(locale);
  kept.set(locale, places);
  return places;
}

function nameAll(locale: string): Places {
  const members = new Set(euCountries);
  const countries = [...diallingCodes.keys()].map((code) => ({ code, name: regionName(code, locale) }));
  const sorted = [...countries].sort(byName);
  return {
    countries: sorted,
    eu: sorted.filter(({ code }) => members.has(code)),
    continents: Object.keys(continents)
      .map((code) => ({ code, name: continentName(code, locale) }))
      .sort(byName),
    phones: countries
      .map(({ code, name }) => ({ digits: Number(diallingCodes.get(code)), countryCode: code, countryName: name }))
      .sort((one, other) => one.digits - other.digits)
      .map(({ digits, ...rest }) => ({ code: `+${digits}`, ...rest })),
  };
}

/** A word for it where there is none of this code. */
export function continentName(code: string, locale: string): string {
  const region = Object.hasOwn(continents, code) ? continents[code] : undefined;
  return region === undefined ? countryName(UNKNOWN_COUNTRY, locale) : regionName(region, locale);
}

/** By code units, as clients have always got it: they compare, and accented capitals come last. */
function byName({ name: one }: Place, { name: other }: Place): number {
  return one < other ? -1 : Number(one > other);
}
