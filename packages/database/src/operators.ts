/**
 * Changes that depend on the stored value: `{"count": {"$increment": 1}}`. They are worked out on the locked row, so
 * that many at once lose nothing. Decision: docs/decisions/0006.
 */
import { stringifyJson } from '@plinth/definitions';
import { StructureError } from './errors.js';
import { isoTime } from './ids.js';
import type { AttributeSchema, Collection } from './schema.js';

type Data = Readonly<Record<string, unknown>>;
type Operator = (attribute: AttributeSchema, stored: unknown, argument: unknown) => unknown;
type Whole = number | bigint;

const refuse = ({ key }: AttributeSchema, reason: string): never => {
  throw new StructureError(`The attribute ${JSON.stringify(key)} ${reason}.`);
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  $increment: arithmetic(
    (stored, by) => stored + by,
    (stored, by) => stored + by,
    0,
  ),
  $decrement: arithmetic(
    (stored, by) => stored - by,
    (stored, by) => stored - by,
    0,
  ),
  $multiply: arithmetic(
    (stored, by) => stored * by,
    (stored, by) => stored * by,
    0,
  ),
  $min: (attribute, stored, argument) => closest(attribute, stored, argument, (given, own) => given < own),
  $max: (attribute, stored, argument) => closest(attribute, stored, argument, (given, own) => given > own),
  $append: (attribute, stored, argument) => [...listOf(attribute, stored), ...elements(attribute, argument)],
  $appendUnique(attribute, stored, argument) {
    const list = listOf(attribute, stored);
    const known = new Set(list.map(stringifyJson));
    for (const element of elements(attribute, argument)) {
      if (!known.has(stringifyJson(element))) list.push(element);
      known.add(stringifyJson(element));
    }
    return list;
  },
  $remove(attribute, stored, argument) {
    const gone = new Set(elements(attribute, argument).map(stringifyJson));
    return listOf(attribute, stored).filter((element) => !gone.has(stringifyJson(element)));
  },
  $toggle(attribute, stored, argument) {
    if (attribute.type !== 'boolean' || attribute.array)
      return refuse(attribute, 'is not true or false, to be toggled');
    return argument === true ? stored !== true : refuse(attribute, 'is toggled by {"$toggle": true}');
  },
  $now(attribute, _stored, argument) {
    if (attribute.type !== 'datetime' || attribute.array) return refuse(attribute, 'is no time, to be set to now');
    return argument === true ? isoTime() : refuse(attribute, 'is set to now by {"$now": true}');
  },
};

/** The change with every operator replaced by what it makes of the stored row. Throws `StructureError`. */
export function resolveOperators(collection: Collection, before: Data, change: Data): Data {
  let resolved: Record<string, unknown> | null = null;
  for (const [key, value] of Object.entries(change)) {
    const attribute = collection.byKey.get(key);
    if (!attribute || !isOperation(value)) continue;
    const [[name = '', argument] = []] = Object.entries(value);
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!operator) return refuse(attribute, `knows no operator ${JSON.stringify(name.slice(0, 30))}`);
    resolved ??= { ...change };
    resolved[key] = operator(attribute, before[key], argument);
  }
  return resolved ?? change;
}

/** No attribute holds objects, so one with a single name that begins with `$` can be nothing else. */
function isOperation(value: unknown): value is Data {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && names[0]?.startsWith('$') === true;
}

function arithmetic(
  whole: (stored: bigint, by: bigint) => bigint,
  real: (stored: number, by: number) => number,
  start: number,
): Operator {
  return (attribute, stored, argument) => {
    if (attribute.array || (attribute.type !== 'integer' && attribute.type !== 'double'))
      return refuse(attribute, 'is no number, to be calculated with');
    const { by, min, max } = operands(attribute, argument);
    const own = (stored ?? start) as Whole;
    const result =
      attribute.type === 'integer' ? small(whole(BigInt(own), wholeOf(attribute, by))) : real(Number(own), Number(by));
    if ((max !== null && result > max) || (min !== null && result < min))
      return refuse(attribute, `would leave the bounds that the change sets, at ${result}`);
    return result;
  };
}

/** A number, or `{by, min, max}`, where bounds refuse what leaves them. */
function operands(attribute: AttributeSchema, argument: unknown): { by: Whole; min: Whole | null; max: Whole | null } {
  if (isNumber(argument)) return { by: argument, min: null, max: null };
  const { by, min = null, max = null, ...rest } = (argument ?? {}) as Record<string, unknown>;
  const isBound = (value: unknown): value is Whole | null => value === null || isNumber(value);
  if (typeof argument !== 'object' || !isNumber(by) || !isBound(min) || !isBound(max) || Object.keys(rest).length > 0)
    return refuse(attribute, 'is changed by a number, or by an object of `by`, `min` and `max`');
  return { by, min, max };
}

const isNumber = (value: unknown): value is Whole =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));

function wholeOf(attribute: AttributeSchema, by: Whole): bigint {
  if (typeof by === 'number' && !Number.isInteger(by)) return refuse(attribute, 'is changed by whole numbers');
  return BigInt(by);
}

function small(value: bigint): Whole {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The given value where it wins against the stored one, or where there is none. */
function closest(
  attribute: AttributeSchema,
  stored: unknown,
  argument: unknown,
  wins: (given: Whole, own: Whole) => boolean,
): unknown {
  if (attribute.array || (attribute.type !== 'integer' && attribute.type !== 'double'))
    return refuse(attribute, 'is no number, to be compared');
  if (!isNumber(argument)) return refuse(attribute, 'is compared with a number');
  return stored === null || stored === undefined || wins(argument, stored as Whole) ? argument : stored;
}

function listOf(attribute: AttributeSchema, stored: unknown): unknown[] {
  if (!attribute.array) return refuse(attribute, 'is no list, to be added to or taken from');
  return Array.isArray(stored) ? [...stored] : [];
}

const elements = (attribute: AttributeSchema, argument: unknown): unknown[] =>
  Array.isArray(argument) ? argument : refuse(attribute, 'is changed by a list of elements');
