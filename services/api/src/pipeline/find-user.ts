import { identify, readSession } from '@plinth/core';
import type { Call } from '../call.js';

/** Who calls: by JWT, else by session cookie or its fallback header. */
export async function findUser(call: Call): Promise<void> {
  const { raw, request, opened, connections } = call;
  const mode = typeof raw.mode === 'string' && raw.mode !== '' ? raw.mode : request.headers['x-appwrite-mode'];
  const admin = mode === 'admin';
  const { session, byCookie } = readSession(request.headers, admin ? 'console' : call.projectId);
  call.header('X-Debug-Fallback', byCookie ? 'false' : 'true');
  if (!opened) return;
  const jwt = request.headers['x-appwrite-jwt'];
  call.actor = await identify(connections.callers, connections.secrets, opened, {
    session,
    jwt: typeof jwt === 'string' ? jwt : '',
    admin,
  });
}
