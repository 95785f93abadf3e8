/** Whether values fit the attributes of a collection, and what of them is stored. Source: databases.md §5.1, §7.3. */
import { isIP } from 'node:net';
import { isEmail, parseTime } from '@plinth/definitions';
import { StructureError } from './errors.js';
import type { AttributeSchema, Collection } from './schema.js';

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;
/** Keys of whole documents that clients send back; they are not attributes and are passed over. */
const PASSED_OVER = new Set([
  '$id',
  '$createdAt',
  '$updatedAt',
  '$permissions',
  '$databaseId',
  '$collectionId',
  '$collection',
  '$internalId',
]);

/** The checked values of a new document, all attributes. Throws `StructureError`. */
export function structureOf(
  collection: Collection,
  data: Readonly<Record<string, unknown>>,
): Map<AttributeSchema, unknown> {
  refuseUnknown(collection, data);
  const values = new Map<AttributeSchema, unknown>();
  for (const attribute of collection.schema.attributes)
    values.set(attribute, checkGiven(attribute, own(data, attribute.key)));
  return values;
}

/** The checked values of what a change names. The rest must still fit: a newly required attribute may bite. */
export function changedStructure(
  collection: Collection,
  before: Readonly<Record<string, unknown>>,
  change: Readonly<Record<string, unknown>>,
): Map<AttributeSchema, unknown> {
  refuseUnknown(collection, change);
  const values = new Map<AttributeSchema, unknown>();
  for (const attribute of collection.schema.attributes) {
    if (Object.hasOwn(change, attribute.key)) values.set(attribute, checkGiven(attribute, change[attribute.key]));
    else if (attribute.required && !attribute.array && before[attribute.key] === null) throw missing(attribute);
  }
  return values;
}

const own = (data: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(data, key) ? data[key] : undefined;
const missing = (attribute: AttributeSchema) =>
  new StructureError(`The attribute ${JSON.stringify(attribute.key)} is required.`);

function refuseUnknown(collection: Collection, data: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(data)) {
    if (!collection.byKey.has(key) && !PASSED_OVER.has(key))
      throw new StructureError(`There is no attribute ${JSON.stringify(key.slice(0, 60))}.`);
  }
}

function checkGiven(attribute: AttributeSchema, given: unknown): unknown {
  if (given === undefined || given === null) {
    if (attribute.default !== null && attribute.default !== undefined) return attribute.default;
    if (attribute.required) throw missing(attribute);
    return null;
  }
  if (!attribute.array) return checkValue(attribute, given);
  if (!Array.isArray(given)) throw new StructureError(`The attribute ${JSON.stringify(attribute.key)} must be a list.`);
  return given.map((element) => {
    if (element !== null && element !== undefined) return checkValue(attribute, element);
    if (attribute.required) throw new StructureError(`The list ${JSON.stringify(attribute.key)} must not hold null.`);
    return null;
  });
}

/** One value of an attribute, coerced to how it is stored. Throws `StructureError` that names the attribute. */
export function checkValue(attribute: AttributeSchema, value: unknown): unknown {
  const refuse = (reason: string): never => {
    throw new StructureError(`The attribute ${JSON.stringify(attribute.key)} ${reason}.`);
  };
  switch (attribute.type) {
    case 'string':
    case 'json':
      return checkText(attribute, value, refuse);
    case 'integer':
      return checkInteger(attribute, value, refuse);
    case 'double':
      return checkDouble(attribute, value, refuse);
    case 'boolean':
      return typeof value === 'boolean' ? value : refuse('must be true or false');
    case 'datetime':
      return (
        (typeof value === 'string' ? parseTime(value) : null) ??
        refuse('must be a date and time between the years 1000 and 9999')
      );
  }
}

type Refuse = (reason: string) => never;

function checkText(attribute: AttributeSchema, value: unknown, refuse: Refuse): string {
  if (typeof value !== 'string') return refuse('must be text');
  if (!value.isWellFormed()) return refuse('must be well-formed Unicode text');
  if (attribute.format === 'enum') {
    if (!attribute.elements?.includes(value))
      return refuse(`must be one of ${(attribute.elements ?? []).slice(0, 20).join(', ')}`);
  } else if (attribute.format !== '' && !FORMATS[attribute.format as keyof typeof FORMATS](value))
    return refuse(`must be a valid ${attribute.format}`);
  // Code points are only counted where UTF-16 units could mislead.
  if (value.length > attribute.size && codePoints(value) > attribute.size)
    return refuse(`must be at most ${attribute.size} characters long`);
  return value;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

const HOSTLESS = new Set(['mailto:', 'news:', 'file:']);

const FORMATS = {
  email: (text: string) => isEmail(text),
  ip: (text: string) => isIP(text) > 0,
  url: (text: string) => {
    if (!/^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/.test(text)) return false;
    try {
      const { protocol, host } = new URL(text);
      return HOSTLESS.has(protocol) || (host !== '' && text.slice(protocol.length).startsWith('//'));
    } catch {
      return false; // not a URL, which is the answer
    }
  },
  intRange: () => true,
  floatRange: () => true,
} as const;

function checkInteger({ min, max }: AttributeSchema, value: unknown, refuse: Refuse): number | bigint {
  let big: bigint;
  if (typeof value === 'bigint') big = value;
  else if (typeof value === 'number' && Number.isInteger(value)) big = BigInt(value);
  else if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) big = BigInt(value);
  else return refuse('must be a whole number');
  if (
    big < MIN_INTEGER ||
    big > MAX_INTEGER ||
    (min !== undefined && big < BigInt(min)) ||
    (max !== undefined && big > BigInt(max))
  )
    return refuse(`must be between ${min ?? MIN_INTEGER} and ${max ?? MAX_INTEGER}`);
  const number = Number(big);
  return Number.isSafeInteger(number) ? number : big;
}

function checkDouble({ min, max }: AttributeSchema, value: unknown, refuse: Refuse): number {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value))
        ? Number(value)
        : Number.NaN;
  if (!Number.isFinite(number)) return refuse('must be a number');
  if ((min !== undefined && number < Number(min)) || (max !== undefined && number > Number(max)))
    return refuse(`must be between ${min} and ${max}`);
  return number;
}
