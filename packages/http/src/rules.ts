import { isIP } from 'node:net';
import {
  expandPermissions,
  isEmail,
  type PermissionType,
  parseJson,
  parsePermission,
  parseRole,
  parseTime,
  stringifyJson,
  validateEventPattern,
} from '@plinth/definitions';
import { type JsonSchema, type Rule, type RuleContext, refuse } from './rule.js';

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,35}$/;
const ID_TEXT =
  'must be 1 to 36 of the characters a-z, A-Z, 0-9, dot, dash and underscore, and begin with a letter or digit.';

const rule = <V>(schema: JsonSchema, check: (value: unknown, context: RuleContext) => V): Rule<V> => ({
  schema,
  check,
});

/** Text of `min` to `max` characters (code points); `max` 0 is no limit. */
export const text = (max: number, min = 1): Rule<string> =>
  rule({ type: 'string', ...(max ? { maxLength: max } : {}), minLength: min }, (value) => {
    if (typeof value !== 'string') return refuse('must be text.');
    // Code points are only counted where UTF-16 units could mislead.
    const length = max && value.length > max ? [...value].length : value.length;
    if (max && length > max) return refuse(`must be at most ${max} characters long.`);
    if (length < min) return refuse(`must be at least ${min} characters long.`);
    if (!value.isWellFormed()) return refuse('must be well-formed Unicode text.');
    return value;
  });

/** An ID chosen by the caller, or `unique()`. */
export const customId = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'customId' }, (value) =>
    typeof value === 'string' && (value === 'unique()' || ID.test(value))
      ? value
      : refuse(`${ID_TEXT} \`unique()\` has one made.`),
  );

/** The ID of something that exists. An empty one passes and is then not found. */
export const uid = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'uid' }, (value) =>
    typeof value === 'string' && (value === '' || ID.test(value)) ? value : refuse(ID_TEXT),
  );

/** The key of an attribute or index, or a free role name. */
export const key = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'key' }, (value) =>
    typeof value === 'string' && ID.test(value) ? value : refuse(ID_TEXT),
  );

/** The key of an attribute, or one of the fields that every document has and that can be indexed. */
export const attributeKey = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'key' }, (value) =>
    typeof value === 'string' && (ID.test(value) || META_KEYS.includes(value)) ? value : refuse(ID_TEXT),
  );

const META_KEYS: readonly string[] = ['$id', '$createdAt', '$updatedAt'];

/** As another rule, and null: for what must be sent but may be nothing. */
export const nullable = <V>(inner: Rule<V>): Rule<V | null> =>
  rule({ ...inner.schema, nullable: true }, (value, context) => (value === null ? null : inner.check(value, context)));

const TRUE: readonly unknown[] = [true, 'true', '1', 1];
const FALSE: readonly unknown[] = [false, 'false', '0', 0];

/** A boolean; `loose` also takes `"true"`, `"false"`, 0, 1 and their texts. */
export const boolean = (loose = true): Rule<boolean> =>
  rule({ type: 'boolean' }, (value) => {
    if (typeof value === 'boolean') return value;
    if (loose && TRUE.includes(value)) return true;
    if (loose && FALSE.includes(value)) return false;
    return refuse('must be true or false.');
  });

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

/** A 64-bit whole number: a number where it is exact, else a bigint. Numeric text is taken too. */
export const integer = (): Rule<number | bigint> =>
  rule({ type: 'integer', format: 'int64' }, (value) => {
    let big: bigint | null = null;
    if (typeof value === 'bigint') big = value;
    else if (typeof value === 'number' && Number.isInteger(value)) {
      if (Number.isSafeInteger(value)) return value;
      big = BigInt(value);
    } else if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) big = BigInt(value);
    if (big === null || big < MIN_INTEGER || big > MAX_INTEGER) return refuse('must be a whole number of 64 bits.');
    const small = Number(big);
    return Number.isSafeInteger(small) ? small : big;
  });

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** A finite number; numeric text is taken too. */
export const float = (): Rule<number> =>
  rule({ type: 'number', format: 'double' }, (value) => {
    const number =
      typeof value === 'bigint' || (typeof value === 'string' && DECIMAL.test(value)) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : refuse('must be a number.');
  });

/** A whole number within bounds, both included. */
export const range = (min: number, max: number): Rule<number> =>
  rule({ type: 'integer', minimum: min, maximum: max }, (value) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max)
      return refuse(`must be a whole number between ${min} and ${max}.`);
    return number;
  });

/** One of some texts. With `caseless` any case is taken and the listed spelling is given. */
export const oneOf = <const V extends string>(values: readonly V[], caseless = false): Rule<V> => {
  const byText = new Map(values.map((value) => [caseless ? value.toLowerCase() : value, value] as const));
  return rule({ type: 'string', enum: values }, (value) => {
    const found = typeof value === 'string' ? byText.get((caseless ? value.toLowerCase() : value) as V) : undefined;
    return found ?? refuse(`must be one of: ${values.slice(0, 40).join(', ')}.`);
  });
};

/** A list of `min` to `max` items (0 is no limit), each by its own rule. */
export const arrayOf = <V>(item: Rule<V>, max: number, min = 0): Rule<V[]> =>
  rule({ type: 'array', items: item.schema, ...(max ? { maxItems: max } : {}) }, (value, context) => {
    if (!Array.isArray(value)) return refuse('must be a list.');
    if (value.length < min) return refuse(`must have at least ${min} ${min === 1 ? 'entry' : 'entries'}.`);
    if (max && value.length > max) return refuse(`must have at most ${max} entries.`);
    return value.map((entry) => item.check(entry, context));
  });

export const email = (): Rule<string> =>
  rule({ type: 'string', format: 'email' }, (value) =>
    typeof value === 'string' && isEmail(value) ? value : refuse('must be an email address.'),
  );

/** `+`, then 2 to 15 digits of which the first is not 0. */
export const phone = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'phone' }, (value) =>
    typeof value === 'string' && /^\+[1-9]\d{1,14}$/.test(value)
      ? value
      : refuse('must be a phone number: + and 2 to 15 digits.'),
  );

const PASSWORD_MAX = 256;

/** 8 bytes to 256 characters. `chosen` ones are also held against the dictionary where the project has it on. */
export const password = ({ chosen = false } = {}): Rule<string> =>
  rule({ type: 'string', format: 'password', minLength: 8, maxLength: PASSWORD_MAX }, (value, context) => {
    if (typeof value !== 'string' || Buffer.byteLength(value) < 8) return refuse('must be at least 8 characters long.');
    if ([...value].length > PASSWORD_MAX) return refuse(`must be at most ${PASSWORD_MAX} characters long.`);
    if (chosen && context.passwordDictionary?.has(value))
      return refuse('must not be one of the most common passwords.');
    return value;
  });

function parseUrl(value: unknown): URL | null {
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value) || value.includes('\\')) return null;
  try {
    return new URL(value);
  } catch {
    return null; // not a URL: every caller refuses it in its own words
  }
}

/** An absolute URL with a host, of one of the schemes where some are given. */
export const url = (schemes: readonly string[] = []): Rule<string> =>
  rule({ type: 'string', format: 'url' }, (value) => {
    const parsed = parseUrl(value);
    if (typeof value !== 'string' || !parsed || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !parsed.host)
      return refuse('must be a URL.');
    if (schemes.length && !schemes.includes(parsed.protocol.slice(0, -1)))
      return refuse(`must be a URL of ${schemes.join(' or ')}.`);
    return value;
  });

/** A URL whose host is one of the project's platforms. User names in it are refused: they hide the host from people. */
export const platformUrl = (): Rule<string> =>
  rule({ type: 'string', format: 'url' }, (value, context) => {
    const parsed = parseUrl(value);
    const authority = typeof value === 'string' ? /^https?:\/\/([^/?#]+)/i.exec(value)?.[1] : undefined;
    if (typeof value === 'string' && parsed && authority && !authority.includes('@') && !authority.includes('%')) {
      if (context.isAllowedHost(parsed.hostname)) return value;
    }
    return refuse(`must be a URL whose host is one of: ${context.allowedHosts().join(', ')}.`);
  });

const HOSTNAME =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?|\*)(?:\.(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?|\*))*$/i;

/** A host name whose labels may be `*`; with `min` 0 the empty text passes. */
export const hostname = (min = 1): Rule<string> =>
  rule({ type: 'string', 'x-format': 'hostname' }, (value) => {
    if (value === '' && min === 0) return '';
    return typeof value === 'string' && value.length <= 253 && (HOSTNAME.test(value) || isIP(value) > 0)
      ? value
      : refuse('must be a host name without scheme, port or path.');
  });

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** A host name that can stand in the domain name system, as ASCII; no address. */
export const domain = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'domain' }, (value) =>
    typeof value === 'string' && value.length <= 253 && DOMAIN.test(value) && isIP(value) === 0
      ? value
      : refuse('must be a domain name without scheme, port or path.'),
  );

export const ip = (): Rule<string> =>
  rule({ type: 'string', 'x-format': 'ip' }, (value) =>
    typeof value === 'string' && isIP(value) > 0 ? value : refuse('must be an IP address.'),
  );

/** An object of at most 65535 bytes as JSON. */
export const assoc = (): Rule<Record<string, unknown>> =>
  rule({ type: 'object' }, (value) => {
    if (typeof value === 'string') return refuse('must be an object.');
    if (typeof value !== 'object' || value === null) return refuse('must be an object.');
    if (Array.isArray(value)) return value.length === 0 ? {} : refuse('must be an object, not a list.');
    if (jsonBytes(value) > 65535) return refuse('must be at most 65535 bytes long as JSON.');
    return value as Record<string, unknown>;
  });

function jsonBytes(value: unknown): number {
  try {
    return Buffer.byteLength(stringifyJson(value));
  } catch {
    return Number.POSITIVE_INFINITY; // nested deeper than the stack
  }
}

/** An object, or text that holds one as JSON. A list passes too: the action looks at it. */
export const json = (): Rule<unknown> =>
  rule({ type: 'object' }, (value) => {
    if (typeof value === 'object' && value !== null) return value;
    if (typeof value !== 'string') return refuse('must be an object or its JSON text.');
    try {
      const parsed = parseJson(value);
      if (typeof parsed === 'object') return parsed ?? {};
    } catch {
      // refused below, in the same words as every other non-object
    }
    return refuse('must be valid JSON of an object.');
  });

/** A date and time in ISO 8601 or RFC 2822 form; gives `YYYY-MM-DDTHH:MM:SS.mmm+00:00`. */
export const datetime = (): Rule<string> =>
  rule({ type: 'string', format: 'date-time' }, (value) => {
    const parsed = typeof value === 'string' ? parseTime(value) : null;
    return parsed ?? refuse('must be a date and time, for example 2030-01-31T12:00:00.000+00:00.');
  });

/** Permission strings of a resource; `write` is expanded, duplicates dropped. At most 100. */
export const permissions = (types: readonly PermissionType[]): Rule<string[]> =>
  rule({ type: 'array', items: { type: 'string' }, maxItems: 100 }, (value) => {
    if (!Array.isArray(value)) return refuse('must be a list of permissions.');
    if (value.length > 100) return refuse('must have at most 100 entries.');
    for (const entry of value) {
      const parsed = typeof entry === 'string' ? parsePermission(entry) : null;
      if (!parsed || (parsed.type !== 'write' && !types.includes(parsed.type)))
        return refuse(`must hold permissions like read("any"); allowed types: ${[...types, 'write'].join(', ')}.`);
    }
    return expandPermissions(value as string[], types);
  });

/** Role strings, at most 100. */
export const roles = (): Rule<string[]> =>
  rule({ type: 'array', items: { type: 'string' }, maxItems: 100 }, (value) => {
    if (!Array.isArray(value) || value.length > 100) return refuse('must be a list of at most 100 roles.');
    for (const entry of value)
      if (typeof entry !== 'string' || !parseRole(entry)) return refuse('must hold roles like "any" or "user:ID".');
    return [...new Set(value as string[])];
  });

export const eventPattern = (): Rule<string> =>
  rule({ type: 'string' }, (value) =>
    typeof value === 'string' && validateEventPattern(value) ? value : refuse('must hold known event patterns.'),
  );

/** Query strings: at most 100 of 1 to 4096 characters. Their content is checked where the schema is known. */
export const queries = (): Rule<string[]> =>
  rule({ type: 'array', items: { type: 'string' }, maxItems: 100 }, (value) => {
    if (!Array.isArray(value)) return refuse('must be a list of queries.');
    if (value.length > 100) return refuse('must have at most 100 queries.');
    for (const entry of value) {
      if (typeof entry !== 'string' || entry === '' || entry.length > 8192 || [...entry].length > 4096)
        return refuse('each query must be text of 1 to 4096 characters.');
    }
    return value as string[];
  });
