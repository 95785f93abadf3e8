/** Headers that every answer carries. Source: http.md §5. */

import { isAllowedOrigin, parseOrigin } from '@plinth/core';
import { cors } from '@plinth/definitions';
import type { Call } from './call.js';

const ALLOW_HEADERS = cors.allowHeaders.join(', ');
const METHODS = cors.methods.join(', ');
const EXPOSE = cors.exposeHeaders.join(', ');
const HSTS = 'max-age=10886400';

type Headers = Record<string, string | number | readonly string[]>;

export function commonHeaders(call: Call): Headers {
  const headers: Headers = {
    Server: 'Appwrite',
    'X-Content-Type-Options': 'nosniff',
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': ALLOW_HEADERS,
    'Access-Control-Expose-Headers': EXPOSE,
    'Access-Control-Allow-Origin': allowedOrigin(call),
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  };
  if (call.sender.protocol === 'https') headers['Strict-Transport-Security'] = HSTS;
  return headers;
}

/** The caller's origin where it may read the answer, else localhost, at which a browser refuses. */
function allowedOrigin({ route, sender, opened }: Call): string {
  const origin = parseOrigin(sender.origin);
  if (!origin) return `${sender.protocol}://localhost`;
  const port = origin.port ? `:${origin.port}` : '';
  const allowed = route.openOrigin || isAllowedOrigin(origin, opened, sender.host);
  return `${origin.scheme}://${allowed ? origin.host : 'localhost'}${port}`;
}

/** A preflight carries no project, so its origin is always echoed. */
export function preflightHeaders(origin: string): Headers {
  return {
    Server: 'Appwrite',
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': `${ALLOW_HEADERS}, ${cors.allowHeadersOnOptions.join(', ')}`,
    'Access-Control-Expose-Headers': EXPOSE,
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Credentials': 'true',
    Vary: 'Origin',
  };
}
