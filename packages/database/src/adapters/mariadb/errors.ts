import {
  DefinitionError,
  DuplicateError,
  SchemaError,
  StructureError,
  TimeLimitError,
  UnavailableError,
} from '../../errors.js';

interface ServerError {
  readonly errno?: number;
  readonly code?: string;
  readonly fatal?: boolean;
  readonly message?: string;
  /** The server's own words, without the statement. */
  readonly sqlMessage?: string;
}

const UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);

/** Deadlock, lock wait, record changed; a table altered since the state that is read, or while a statement began. */
const RETRYABLE: readonly (number | undefined)[] = [1213, 1205, 1020, 1412, 1615];

/** Whether the transaction may simply be run again. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.includes((error as ServerError).errno);
}

/** Turns an error of the server or its driver into one of ours; anything unknown stays. */
export function translate(error: unknown): unknown {
  const { errno, code, fatal, message = '', sqlMessage } = error as ServerError;
  switch (errno) {
    case 1062:
    case 1586:
      return new DuplicateError(/for key '(?:[^'.]+\.)?([^']+)'/.exec(message)?.[1] ?? '', error);
    case 1264: // out of range
    case 1366: // incorrect value
    case 1406: // too long
    case 1292:
    case 1367:
      return new StructureError('A value does not fit its attribute.', error);
    case 1054: // unknown column
    case 1146: // unknown table
    case 1091:
      return new SchemaError('The table is not as the schema says.', error);
    case 1060: // a column twice
    case 1069: // too many keys
    case 1070: // too many parts of a key
    case 1071: // too long a key
    case 1072: // no such column to index
    case 1117: // too many columns
    case 1118: // too wide a row
    case 1170: // text without a length in a key
      return new DefinitionError(`The tables cannot be made like this: ${sqlMessage ?? message}`, error);
    case 1969:
      return new TimeLimitError('The statement took too long.', error);
  }
  // 45xxx are the driver's own codes: pool time-outs, closed sockets.
  // 1040, 1053, 1927: too many connections, shutdown, killed.
  if (
    fatal ||
    (errno !== undefined && errno >= 45000) ||
    (code && UNAVAILABLE.has(code)) ||
    [1040, 1053, 1203, 1927, 2006, 2013].includes(errno ?? 0)
  )
    return new UnavailableError('The database cannot be reached.', error);
  return error;
}
