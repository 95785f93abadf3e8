import { type Actor, sha256 } from '@plinth/core';
import { BYPASS } from '@plinth/database';
import { AppError, roles as scopesOfRole } from '@plinth/definitions';
import type { Call } from '../call.js';
import { noteKeyUse } from '../key-access.js';

/** An API key makes the caller a server, unless a user is signed in. An unknown one changes nothing (http.md §3.4). */
export function findKey(call: Call): void {
  const secret = call.request.headers['x-appwrite-key'];
  if (typeof secret !== 'string' || secret === '' || call.actor.user) return;
  const key = call.project.keys.get(sha256(secret));
  if (!key) return;
  if (key.expire !== null && Date.parse(key.expire) < Date.now()) throw new AppError('project_key_expired');
  const actor: Actor = {
    kind: 'key',
    role: 'apps',
    roles: [],
    access: BYPASS,
    scopes: new Set<string>([...scopesOfRole.apps, ...key.scopes]),
    user: null,
    session: null,
    key,
    isServer: true,
    mode: 'default',
  };
  call.actor = actor;
  void noteKeyUse(call, call.project, key);
}
