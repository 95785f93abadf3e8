/** Currencies as people write them, by the platform's tables. Source: avatars-locale-health.md §2. */
import { setImmediate as pause } from 'node:timers/promises';
import { currencyCodes } from '@plinth/definitions';
import { type Facts, loadFacts } from './facts.js';

export interface Currency {
  readonly symbol: string;
  readonly name: string;
  readonly symbolNative: string;
  readonly decimalDigits: number;
  readonly rounding: number;
  readonly code: string;
  readonly namePlural: string;
}

/** Where the smallest coin is worth more than the last digit. */
const roundings: Readonly<Record<string, number>> = { CHF: 0.05 };

/** Describing all at once would hold up everybody else for a tenth of a second. */
const AT_ONCE = 8;

let described: Promise<readonly Currency[]> | undefined;

export function describeCurrencies(): Promise<readonly Currency[]> {
  described ??= describeAll();
  return described;
}

async function describeAll(): Promise<Currency[]> {
  const facts = await loadFacts();
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const currencies: Currency[] = [];
  for (const [at, code] of currencyCodes.entries()) {
    if (at % AT_ONCE === 0) await pause();
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
    currencies.push({
      symbol: wordOf(format, code),
      name: names.of(code) ?? code,
      symbolNative: nativeSymbol(code, facts),
      decimalDigits: format.resolvedOptions().maximumFractionDigits ?? 0,
      rounding: roundings[code] ?? 0,
      code,
      namePlural: wordOf(
        new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'name' }),
        code,
      ),
    });
  }
  return currencies;
}

/** As it is written in the language of its country, which the code mostly begins with. */
function nativeSymbol(code: string, facts: Facts): string {
  const country = facts.homeOf(code) ?? code.slice(0, 2);
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  const options = { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' } as const;
  return wordOf(new Intl.NumberFormat(`${language}-${country}`, options), code);
}

/** What stands for the currency in an amount of two; the code where that is nothing visible. */
function wordOf(format: Intl.NumberFormat, code: string): string {
  const word = format.formatToParts(2).find(({ type }) => type === 'currency')?.value ?? '';
  return /[\p{L}\p{S}]/u.test(word) ? word : code;
}
