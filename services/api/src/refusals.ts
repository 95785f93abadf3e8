import {
  CursorError,
  DuplicateError,
  ForbiddenError,
  LimitError,
  NotFoundError,
  QueryError,
  RestrictedError,
  SchemaError,
  StaleError,
  StructureError,
  TimeLimitError,
  UnavailableError,
} from '@plinth/database';
import { AppError, type ErrorType, invalidArgument } from '@plinth/definitions';

/** The contract's error for a refusal of the data layer; anything else stays what it is. */
export function translateRefusal(error: unknown, duplicate?: ErrorType): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof DuplicateError && duplicate) return new AppError(duplicate, { cause: error });
  if (error instanceof DuplicateError) return new AppError('document_already_exists', { cause: error });
  if (error instanceof NotFoundError) return new AppError('document_not_found', { cause: error });
  if (error instanceof ForbiddenError) return new AppError('user_unauthorized', { cause: error });
  if (error instanceof StaleError) return new AppError('document_update_conflict', { cause: error });
  if (error instanceof StructureError)
    return new AppError('document_invalid_structure', { message: error.message, cause: error });
  if (error instanceof RestrictedError)
    return new AppError('document_delete_restricted', { message: error.message, cause: error });
  if (error instanceof LimitError)
    return new AppError('general_query_limit_exceeded', { message: error.message, cause: error });
  if (error instanceof QueryError) return invalidArgument('queries', error.message);
  if (error instanceof CursorError)
    return new AppError('general_cursor_not_found', { message: error.message, cause: error });
  if (error instanceof UnavailableError) return new AppError('general_service_unavailable', { cause: error });
  if (error instanceof TimeLimitError || error instanceof SchemaError)
    return new AppError('general_server_error', { cause: error });
  return error;
}
