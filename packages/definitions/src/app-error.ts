import { type ErrorType, errors } from './errors.js';

export interface AppErrorOptions {
  /** Replaces the table's message where a client must be told which parameter or attribute is meant. */
  readonly message?: string;
  /** The reason for the log. Clients never see it. */
  readonly cause?: unknown;
}

/** A refusal with a type of the error table; one place in `http` turns it into JSON. */
export class AppError extends Error {
  readonly type: ErrorType;
  readonly status: number;

  constructor(type: ErrorType, options: AppErrorOptions = {}) {
    super(options.message ?? errors[type].message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.type = type;
    this.status = errors[type].status;
  }
}

/** The refusal of a parameter: 400 `general_argument_invalid` whose text names it. */
export function invalidArgument(name: string, reason: string): AppError {
  return new AppError('general_argument_invalid', { message: `Invalid \`${name}\` param: ${reason}` });
}
