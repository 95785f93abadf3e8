import { parse } from 'qs';

const PLAIN = /^[^[\]]*$/;
const INDEX_MAX = 1000;
const LIST = /^([^[\]]+)\[(\d{0,3})\]$/;

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // broken escapes stay as they came, as in every browser
  }
}

/**
 * Reads `a=1&b[]=2&c[0]=3&d[k]=v`. Repeated plain keys: the last wins. Flat keys and flat lists, all that clients of
 * this API send on hot paths, are read here; nested brackets go to `qs`.
 */
export function parseFields(source: string): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (source === '') return values;
  const indexed = new Map<string, Map<number, unknown>>();
  const nested = new Map<string, string[]>();
  for (const part of source.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decode(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : decode(part.slice(at + 1));
    if (PLAIN.test(name)) {
      values[name] = value;
      indexed.delete(name);
      continue;
    }
    const match = LIST.exec(name);
    if (!match) {
      // Of equal names the last wins here too, unless they end in the brackets of a list.
      const earlier = name.endsWith('[]') ? nested.get(name) : undefined;
      if (earlier) earlier.push(part);
      else nested.set(name, [part]);
      continue;
    }
    const [, key = '', index = ''] = match;
    const list = Array.isArray(values[key]) ? (values[key] as unknown[]) : [];
    values[key] = list;
    const slots = indexed.get(key);
    if (slots) slots.set(index === '' ? INDEX_MAX + slots.size : Number(index), value);
    else if (index === '' || Number(index) === list.length) list.push(value);
    else indexed.set(key, new Map<number, unknown>(list.entries()).set(Number(index), value));
  }
  for (const [key, slots] of indexed) values[key] = [...slots].sort(([a], [b]) => a - b).map(([, value]) => value);
  return nested.size === 0 ? values : Object.assign(values, parseNested([...nested.values()].flat().join('&')));
}

function parseNested(source: string): Record<string, unknown> {
  return parse(source, {
    depth: 10,
    arrayLimit: INDEX_MAX,
    parameterLimit: 5000,
    plainObjects: true,
    duplicates: 'combine',
  }) as Record<string, unknown>;
}
