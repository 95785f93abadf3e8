import { types } from 'node:util';

/** Keys whose values never reach the log, whatever stands before the word: `password`, `oldPassword`, `set-cookie`. */
export const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'cookie',
  'set-cookie',
  'authorization',
  'x-appwrite-key',
  'x-appwrite-jwt',
];
const SECRET_KEY = new RegExp(`(?:${SECRET_KEYS.join('|')})$`, 'i');
export const REDACTED = '[redacted]';
const DEPTH_MAX = 5;
const ENTRIES_MAX = 100;

/** A copy of a line's fields that is safe to write: no secrets, errors in words, bounded in depth and width. */
export function redactFields(fields: Readonly<Record<string, unknown>>, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  let entries = 0;
  for (const key in fields) {
    if (!Object.hasOwn(fields, key)) continue;
    entries += 1;
    if (entries > ENTRIES_MAX) break;
    safe[key] = SECRET_KEY.test(key) ? REDACTED : redactValue(fields[key], depth);
  }
  return safe;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return describeError(value);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= DEPTH_MAX) return '[…]';
  if (Array.isArray(value)) return value.slice(0, ENTRIES_MAX).map((entry) => redactValue(entry, depth + 1));
  return redactFields({ ...value }, depth + 1);
}

export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: DescribedError;
  /** Those that an `AggregateError` holds. */
  readonly errors?: readonly DescribedError[];
}

/** Type, message, code, stack and cause chain; never the other properties, where requests and secrets hide. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!isError(error)) return { type: typeof error, message: String(error) };
  const isDeep = depth >= DEPTH_MAX;
  return {
    type: 'type' in error && typeof error.type === 'string' ? error.type : error.name,
    message: error.message,
    ...('code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {}),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || isDeep ? {} : { cause: describeError(error.cause, depth + 1) }),
    ...('errors' in error && Array.isArray(error.errors) && !isDeep
      ? { errors: error.errors.slice(0, DEPTH_MAX).map((one) => describeError(one, depth + 1)) }
      : {}),
  };
}

/** True for errors of another realm too, such as those that Node throws inside a test's sandbox. */
export const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);
