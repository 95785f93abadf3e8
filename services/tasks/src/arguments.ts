/** What was typed behind the name of a command. */
export interface Arguments {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

const OPTION = /^(?:--)?([a-z][a-z-]*)=(.*)$/is;

/** `key=value` and `--key=value` are options, `--key` alone is one without a value, the rest are words. */
export function readArguments(given: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (const text of given) {
    const [, key, value = ''] = OPTION.exec(text) ?? [];
    if (key !== undefined) options.set(key, value);
    else if (text.startsWith('--')) options.set(text.slice(2), '');
    else words.push(text);
  }
  return { words, options };
}
