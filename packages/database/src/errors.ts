/** What the data layer refuses. Routes translate these where the meaning is known. */

export class DatabaseError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
  }
}

/** An ID, or the values of a unique index, exist already. */
export class DuplicateError extends DatabaseError {
  constructor(
    /** Physical name of the violated index; empty when the engine does not tell. */
    readonly index: string,
    cause?: unknown,
  ) {
    super('A row with these unique values exists already.', cause);
  }
}

/** The engine has undone the transaction in the middle of a part of it. */
export class UndoneError extends DatabaseError {}
export class NotFoundError extends DatabaseError {}
/** The caller's roles do not allow it. */
export class ForbiddenError extends DatabaseError {}
/** The row was changed after the time that the caller named. */
export class StaleError extends DatabaseError {}
/** A value does not fit its attribute; the message names it. */
export class StructureError extends DatabaseError {}
/** The answer would be larger than the store gives at once. */
export class LimitError extends DatabaseError {}
/** A deletion meets documents that must not lose theirs. */
export class RestrictedError extends DatabaseError {}
export class QueryError extends DatabaseError {}
/** The cursor names no row of this collection. */
export class CursorError extends DatabaseError {}
/** A table or column that a cached schema names is gone or not there yet. */
export class SchemaError extends DatabaseError {}
/** The engine can make no table or index like this. */
export class DefinitionError extends DatabaseError {}
/** The server cannot be reached, or not in time. */
export class UnavailableError extends DatabaseError {}
/** The statement ran into its time limit. */
export class TimeLimitError extends DatabaseError {}
