import { AppError, type ErrorType, serverVersion } from '@plinth/definitions';
import type { Reply } from './request.js';

/** Statuses that go out as they are; every other is sent as 500 with a general text. */
const PUBLIC = new Set([400, 401, 402, 403, 404, 409, 412, 413, 416, 429, 501, 503]);

export interface ErrorBody {
  readonly message: string;
  readonly code: number;
  readonly type: ErrorType;
  readonly version: string;
  readonly file?: string;
  readonly line?: number;
  readonly trace?: readonly string[];
}

/** The JSON of an error; `development` adds where it came from. */
export function errorBody(error: unknown, development: boolean): ErrorBody {
  const known = error instanceof AppError ? error : new AppError('general_unknown', { cause: error });
  const code = PUBLIC.has(known.status) ? known.status : 500;
  const message =
    code === 500 && !development ? 'The server could not do this. Its log has the reason.' : known.message;
  const body = { message, code, type: known.type, version: serverVersion };
  if (!development) return body;
  const source = error instanceof AppError && error.cause instanceof Error ? error.cause : error;
  const trace =
    source instanceof Error
      ? (source.stack ?? '')
          .split('\n')
          .slice(1)
          .map((line) => line.trim())
      : [];
  const place = /\(?([^() ]+):(\d+):\d+\)?$/.exec(trace[0] ?? '');
  return { ...body, file: place?.[1] ?? '', line: Number(place?.[2] ?? 0), trace };
}

export function errorReply(error: unknown, development: boolean): Reply {
  const body = errorBody(error, development);
  return {
    status: body.code,
    headers: {
      'Content-Type': 'application/json; charset=UTF-8',
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      Expires: '0',
      Pragma: 'no-cache',
    },
    body: JSON.stringify(body),
  };
}
