import { stringifyJson } from '@plinth/definitions';
import { shape } from '@plinth/http';
import type { Call } from '../call.js';
import { commonHeaders } from '../headers.js';
import { RawReply } from '../raw-reply.js';

export function send(call: Call): void {
  const { reply, route, result, cookies } = call;
  Object.assign(reply.headers, commonHeaders(call));
  if (cookies.length > 0) reply.headers['Set-Cookie'] = cookies;
  reply.status = route.response.status;
  if (result instanceof RawReply) {
    Object.assign(reply.headers, result.headers);
    reply.body = result.body;
    return;
  }
  if (route.response.model === 'none') return;
  reply.headers['Content-Type'] = 'application/json; charset=UTF-8';
  reply.body = call.resultText ?? stringifyJson(shape(route.response.model)((result ?? {}) as Record<string, unknown>));
}
