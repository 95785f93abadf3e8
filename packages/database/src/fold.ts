// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
const ASCII = /^[\x00-\x7f]*$/;

/**
 * The text by which strings are compared on SQLite: compatibility decomposition without marks, full case folding,
 * trailing blanks cut (RULINGS.md §2.2). Case, accents, width and ligatures make no difference.
 */
export function fold(text: string): string {
  const folded = foldWhole(text);
  return folded.endsWith(' ') ? folded.replace(/ +$/, '') : folded;
}

/** As `fold`, with trailing blanks: the beginning of a text, where they are no end. */
export function foldWhole(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // Lower case comes first for the capital sharp s, which is upper case already; sigma has one form everywhere.
  const plain = withoutMarks(text.toLowerCase()).toUpperCase().toLowerCase();
  return withoutMarks(plain).replaceAll('ς', 'σ');
}

const withoutMarks = (text: string): string => text.normalize('NFKD').replace(/\p{M}+/gu, '');

const WORD = /[\p{L}\p{N}_]+(?:'[\p{L}\p{N}_]+)*/gu;
/** Longer words are found by this many first characters. */
export const WORD_LENGTH_MAX = 64;

/**
 * The words of a text as the token tables hold them: folded, cut to 64 characters, each once, where it comes last. The
 * last one of what is searched for is still being typed.
 */
export function words(text: string): string[] {
  const found = (fold(text).match(WORD) ?? []).map((word) => [...word].slice(0, WORD_LENGTH_MAX).join(''));
  return [...new Set(found.reverse())].reverse();
}
