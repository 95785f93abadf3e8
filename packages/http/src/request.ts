import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AppError, parseJson } from '@plinth/definitions';
import { parseFields } from './fields.js';

/** A request apart from its transport: what `node:http` received, or what a test made up. */
export interface HttpRequest {
  readonly method: string;
  /** The raw request target, as it came. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Address of the peer socket. */
  readonly peer: string;
  readonly encrypted: boolean;
  /** The whole body, at most `limit` bytes. Rejects with `general_payload_too_large`. */
  read(limit: number): Promise<Buffer>;
}

export interface Reply {
  status: number;
  /** Names as they go on the wire. */
  headers: Record<string, string | number | readonly string[]>;
  /** Null sends no body. */
  body: string | Buffer | null;
}

export function fromIncoming(message: IncomingMessage): HttpRequest {
  return {
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    headers: message.headers,
    peer: message.socket.remoteAddress ?? '',
    encrypted: 'encrypted' in message.socket,
    read: (limit) => readBody(message, limit),
  };
}

function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  const tooLarge = () => new AppError('general_payload_too_large');
  if (Number(message.headers['content-length'] ?? 0) > limit) {
    message.resume(); // lets the client finish sending, so that it reads the answer
    return Promise.reject(tooLarge());
  }
  const brokenOff = () => new AppError('general_argument_invalid', { message: 'The body broke off.' });
  if (message.destroyed) return Promise.reject(brokenOff());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(tooLarge());
      }
    });
    message.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    message.on('error', reject);
    message.on('aborted', () => reject(brokenOff()));
  });
}

export interface BodyFields {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why the body could not be read; told at validation (RULINGS.md §3). */
  readonly fault: string | null;
}

const EMPTY: BodyFields = { fields: {}, fault: null };

/** Reads a body by its exact content type: JSON, else form fields. Source: http.md §4. */
export function parseBody(contentType: string | undefined, raw: Buffer): BodyFields {
  if (raw.length === 0) return EMPTY;
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') {
    try {
      const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(raw));
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return { fields: value as Record<string, unknown>, fault: null };
      }
      return { fields: {}, fault: 'The body must be a JSON object.' };
    } catch {
      return { fields: {}, fault: 'The body is not valid JSON.' };
    }
  }
  if (type === 'application/x-www-form-urlencoded' || type === '')
    return { fields: parseFields(raw.toString('utf8')), fault: null };
  return EMPTY;
}
