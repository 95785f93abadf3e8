import { DefinitionError, DuplicateError, SchemaError, StructureError, UnavailableError } from '../../errors.js';

/** Turns an error of SQLite into one of ours; anything unknown stays. */
export function translate(error: unknown): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
    return new DuplicateError(/index '([^']+)'/.exec(message)?.[1] ?? /failed: (.*)$/.exec(message)?.[1] ?? '', error);
  if (code === 'SQLITE_CONSTRAINT_DATATYPE' || code === 'SQLITE_TOOBIG' || code === 'SQLITE_MISMATCH')
    return new StructureError('A value does not fit its attribute.', error);
  if (/no such (column|table)|has no column named/.test(message))
    return new SchemaError('The table is not as the schema says.', error);
  if (/too many columns|duplicate column name/.test(message))
    return new DefinitionError(`The tables cannot be made like this: ${message}`, error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_IOERR') || code === 'SQLITE_FULL')
    return new UnavailableError('The database file cannot be used at the moment.', error);
  return error;
}
