import { type Actor, type Caller, type CallerSession, decodeFallback, decodeSession, isLive, type Project, rolesOfCaller, sessionCookieName, sessionOf, verifyJwt } from '@plinth/core';
import { BYPASS } from '@plinth/database';
import { type CallerRole, roles as scopesOfRole } from '@plinth/definitions';
import { readCookie } from '@plinth/http';
import type { Call } from '../call.js';

const YEAR_SECONDS = 31_536_000;
const scopeSets = new Map(Object.entries(scopesOfRole).map(([role, scopes]) => [role, new Set<string>(scopes)] as const));
const NO_SCOPES: ReadonlySet<string> = new Set();
const RAISED: readonly CallerRole[] = ['owner', 'admin', 'developer'];

/** Who calls: by JWT, else by session cookie or its fallback header. Source: http.md §3. */
export async function findUser(call: Call): Promise<void> {
  const project = call.opened;
  const credential = readSession(call);
  if (!project) return;
  const token = call.request.headers['x-appwrite-jwt'];
  if (typeof token === 'string' && token !== '') {
    const claims = verifyJwt(call.connections.secrets, token, project.id);
    const { caller } = await call.connections.callers.find(project.internalId, claims.userId);
    const session = caller?.sessions.find(({ id }) => id === claims.sessionId);
    if (caller && session && isLive(session.createdAt, project.settings.sessionSeconds)) call.actor = userActor(caller, null);
    return;
  }
  if (!credential) return;
  const admin = isAdminMode(call);
  const owner = admin ? 0 : project.internalId;
  const { caller } = await call.connections.callers.find(owner, credential.userId);
  const session = caller && sessionOf(caller, credential.secret, admin ? YEAR_SECONDS : project.settings.sessionSeconds);
  if (!caller || !session) return;
  if (!admin) call.actor = userActor(caller, session);
  else {
    const actor = adminActor(caller, session, project);
    if (actor) call.actor = actor;
  }
}

function isAdminMode({ raw, request }: Call): boolean {
  const mode = typeof raw.mode === 'string' && raw.mode !== '' ? raw.mode : request.headers['x-appwrite-mode'];
  return mode === 'admin';
}

function readSession(call: Call) {
  const { headers } = call.request;
  const id = isAdminMode(call) ? 'console' : call.projectId;
  const name = sessionCookieName(id);
  const cookie = headers.cookie;
  const found = cookie ? (decodeSession(readCookie(cookie, name)) ?? decodeSession(readCookie(cookie, `${name}_legacy`))) : null;
  call.header('X-Debug-Fallback', found ? 'false' : 'true');
  const fallback = headers['x-fallback-cookies'];
  return found ?? decodeFallback(typeof fallback === 'string' ? fallback : undefined, id);
}

function userActor(caller: Caller, session: CallerSession | null): Actor {
  const roles = rolesOfCaller(caller);
  return {
    kind: 'user',
    role: 'users',
    roles,
    access: { roles },
    scopes: scopeSets.get('users') ?? NO_SCOPES,
    user: caller.user,
    session,
    key: null,
    isServer: false,
    mode: 'default',
  };
}

/** A console member in admin mode; null, thus a guest, for who is no confirmed member of the project's team. */
function adminActor(caller: Caller, session: CallerSession, project: Project): Actor | null {
  const membership = caller.memberships.find(({ teamInternalId, teamId }) => teamInternalId === project.teamInternalId && teamId === project.teamId);
  if (!membership) return null;
  // The last one listed wins, as clients know it.
  const role = membership.roles.findLast((name): name is CallerRole => (RAISED as readonly string[]).includes(name)) ?? 'users';
  const privileged = role !== 'users';
  const roles = rolesOfCaller(caller).filter((held) => !held.startsWith('user'));
  return {
    kind: 'console',
    role,
    roles,
    access: privileged ? BYPASS : { roles },
    scopes: scopeSets.get(role) ?? NO_SCOPES,
    user: caller.user,
    session,
    key: null,
    isServer: privileged,
    mode: 'admin',
  };
}
