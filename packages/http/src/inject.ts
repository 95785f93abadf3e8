import { AppError, parseJson } from '@plinth/definitions';
import type { HttpRequest, Reply } from './request.js';

export interface InjectOptions {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, text as it stands. */
  readonly body?: unknown;
  readonly peer?: string;
}

/** A made-up request, for tests through the whole pipeline without a socket. */
export function makeRequest({ method, target, headers = {}, body, peer = '127.0.0.1' }: InjectOptions): HttpRequest {
  const lower: Record<string, string> = { host: 'localhost' };
  for (const [name, value] of Object.entries(headers)) lower[name.toLowerCase()] = value;
  const raw =
    body === undefined ? Buffer.alloc(0) : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  if (body !== undefined && typeof body !== 'string') lower['content-type'] ??= 'application/json';
  return {
    method,
    target,
    headers: lower,
    peer,
    encrypted: false,
    read: async (limit) => {
      if (raw.length > limit) throw new AppError('general_payload_too_large');
      return raw;
    },
  };
}

/** The JSON of a reply, big integers kept; null when it has no body. */
export function replyJson(reply: Reply): unknown {
  return reply.body === null || reply.body === '' ? null : parseJson(reply.body.toString());
}
