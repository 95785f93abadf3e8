/** What attributes of each type are made of, and which values fit them. Source: databases.md §5.1. */
import { type AttributeSchema, checkValue, StructureError } from '@plinth/database';
import { AppError, stringifyJson } from '@plinth/definitions';

/** The part of an attribute that its type decides. */
export interface AttributeKind {
  readonly type: AttributeSchema['type'];
  readonly format: AttributeSchema['format'];
  /** Characters of a text; bytes of a number as far as they count for the width of rows. */
  readonly size: number;
  readonly formatOptions: {
    readonly elements?: string[];
    readonly min?: number | bigint;
    readonly max?: number | bigint;
  };
}

const INTEGER_MIN = -(2n ** 63n);
const INTEGER_MAX = 2n ** 63n - 1n;
/** Larger bounds need 8 bytes. */
const SMALL_INTEGER_MAX = 2147483647;
/** Characters of elements, bounds and defaults as JSON. */
const JSON_CHARACTERS_MAX = 16384;

export const textKind = (size: number): AttributeKind => ({ type: 'string', format: '', size, formatOptions: {} });
export const emailKind: AttributeKind = { type: 'string', format: 'email', size: 254, formatOptions: {} };
export const ipKind: AttributeKind = { type: 'string', format: 'ip', size: 39, formatOptions: {} };
export const urlKind: AttributeKind = { type: 'string', format: 'url', size: 2000, formatOptions: {} };
export const booleanKind: AttributeKind = { type: 'boolean', format: '', size: 0, formatOptions: {} };
export const datetimeKind: AttributeKind = { type: 'datetime', format: '', size: 0, formatOptions: {} };

export function enumKind(elements: string[]): AttributeKind {
  if (elements.length === 0) throw invalid('An enum needs at least one element.');
  if (elements.includes('')) throw invalid('The elements of an enum must not be empty.');
  refuseLong(elements, 'elements');
  const size = Math.max(...elements.map((element) => [...element].length));
  return { type: 'string', format: 'enum', size, formatOptions: { elements } };
}

export function integerKind(min: number | bigint | null, max: number | bigint | null): AttributeKind {
  const formatOptions = { min: min ?? INTEGER_MIN, max: max ?? INTEGER_MAX };
  refuseReversed(formatOptions);
  return { type: 'integer', format: 'intRange', size: formatOptions.max > SMALL_INTEGER_MAX ? 8 : 4, formatOptions };
}

export function floatKind(min: number | null, max: number | null): AttributeKind {
  const formatOptions = { min: min ?? -Number.MAX_VALUE, max: max ?? Number.MAX_VALUE };
  refuseReversed(formatOptions);
  return { type: 'double', format: 'floatRange', size: 0, formatOptions };
}

function refuseReversed({ min, max }: { min: number | bigint; max: number | bigint }): void {
  if (min > max) throw invalid('The smallest value must not be larger than the largest one.');
}

/** The default as it is stored; one that the attribute itself would refuse is refused. */
export function fitDefault(kind: AttributeKind, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  refuseLong(value, 'default');
  const { type, format, size, formatOptions } = kind;
  const rest = { key: 'default', column: '', array: false, required: false, default: null, shadow: false };
  try {
    return checkValue({ ...rest, type, format, size, ...formatOptions }, value);
  } catch (error) {
    if (error instanceof StructureError) throw invalid(error.message);
    throw error;
  }
}

function refuseLong(value: unknown, name: string): void {
  if (stringifyJson(value).length > JSON_CHARACTERS_MAX)
    throw invalid(`The ${name} must not be longer than ${JSON_CHARACTERS_MAX} characters as JSON.`);
}

const invalid = (message: string) => new AppError('attribute_value_invalid', { message });
