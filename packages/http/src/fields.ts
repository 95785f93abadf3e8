import { parse } from 'qs';

const PLAIN = /^[^[\]]*$/;
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
  for (const part of source.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const name = decode(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : decode(part.slice(at + 1));
    if (PLAIN.test(name)) {
      values[name] = value;
      continue;
    }
    const match = LIST.exec(name);
    if (!match) return parseNested(source);
    const [, key = '', index = ''] = match;
    const list = Array.isArray(values[key]) ? (values[key] as unknown[]) : [];
    values[key] = list;
    if (index === '' || Number(index) >= list.length) list.push(value);
    else list[Number(index)] = value;
  }
  return values;
}

function parseNested(source: string): Record<string, unknown> {
  return parse(source, {
    depth: 10,
    arrayLimit: 1000,
    parameterLimit: 5000,
    plainObjects: true,
    duplicates: 'last',
  }) as Record<string, unknown>;
}
