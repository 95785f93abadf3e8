import { parse as parseLossless, stringify as stringifyLossless } from 'lossless-json';

// A run of 16 digits is the shortest that a double may not hold; only such texts pay for the slower reader.
const LONG_NUMBER = /\d{16}/;

/** Reads a JSON number: a number where that is exact, a bigint for a larger whole one. */
function readNumber(text: string): number | bigint {
  const number = Number(text);
  if (Number.isSafeInteger(number) || !/^-?\d+$/.test(text)) return number;
  return BigInt(text);
}

/** JSON.parse that keeps whole numbers beyond 2^53 as bigint. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return parseLossless(text, undefined, { parseNumber: readNumber });
}

/** JSON.stringify that also writes bigint values, as plain numbers. */
export function stringifyJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError && /BigInt/.test(error.message)) return stringifyLossless(value) ?? 'null';
    throw error;
  }
}
