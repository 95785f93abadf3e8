/**
 * Who calls a project by session cookie, its fallback header or JWT; the same over HTTP and WebSocket.
 * Source: http.md §3.
 */
import { BYPASS } from '@plinth/database';
import { type CallerRole, roles as scopesOfRole } from '@plinth/definitions';
import { readCookie } from '@plinth/http';
import type { Project } from '../projects/project.js';
import type { Secrets } from '../secrets.js';
import type { Actor } from './actor.js';
import {
  type Caller,
  type CallerSession,
  type Callers,
  GUEST_ROLES,
  isLive,
  rolesOfCaller,
  sessionOf,
} from './callers.js';
import { verifyJwt } from './jwt.js';
import { decodeFallback, decodeSession, type SessionCredential, sessionCookieName } from './session-cookie.js';

const YEAR_SECONDS = 31_536_000;
const RAISED: readonly CallerRole[] = ['owner', 'admin', 'developer'];
const NO_SCOPES: ReadonlySet<string> = new Set();
const scopeSets = new Map(
  Object.entries(scopesOfRole).map(([role, scopes]) => [role, new Set<string>(scopes)] as const),
);

export const GUEST: Actor = {
  kind: 'guest',
  role: 'guests',
  roles: GUEST_ROLES,
  access: { roles: GUEST_ROLES },
  scopes: scopeSets.get('guests') ?? NO_SCOPES,
  user: null,
  session: null,
  key: null,
  isServer: false,
  mode: 'default',
};

export interface Credentials {
  /** Session of the cookie or its fallback header. */
  readonly session: SessionCredential | null;
  /** `X-Appwrite-JWT`; empty is none. */
  readonly jwt: string;
  readonly admin: boolean;
}

interface CredentialHeaders {
  readonly cookie?: string | undefined;
  readonly [name: string]: string | string[] | undefined;
}

/** The session that a request carries for a project, and whether it came by cookie. */
export function readSession(
  headers: CredentialHeaders,
  projectId: string,
): { session: SessionCredential | null; byCookie: boolean } {
  const name = sessionCookieName(projectId);
  const { cookie } = headers;
  const found = cookie
    ? (decodeSession(readCookie(cookie, name)) ?? decodeSession(readCookie(cookie, `${name}_legacy`)))
    : null;
  if (found) return { session: found, byCookie: true };
  const fallback = headers['x-fallback-cookies'];
  return { session: decodeFallback(typeof fallback === 'string' ? fallback : undefined, projectId), byCookie: false };
}

/** The actor behind credentials; a guest when they are good for nothing. Throws `user_jwt_invalid`. */
export async function identify(
  callers: Callers,
  secrets: Secrets,
  project: Project,
  { session, jwt, admin }: Credentials,
): Promise<Actor> {
  if (jwt !== '') {
    const claims = verifyJwt(secrets, jwt, project.id);
    const { caller } = await callers.find(project.internalId, claims.userId);
    const live = caller?.sessions.find(({ id }) => id === claims.sessionId);
    return caller && live && isLive(live.createdAt, project.settings.sessionSeconds) ? userActor(caller, null) : GUEST;
  }
  if (!session) return GUEST;
  const { caller } = await callers.find(admin ? 0 : project.internalId, session.userId);
  const found = caller && sessionOf(caller, session.secret, admin ? YEAR_SECONDS : project.settings.sessionSeconds);
  if (!caller || !found) return GUEST;
  return admin ? (adminActor(caller, found, project) ?? GUEST) : userActor(caller, found);
}

/** Actors of sessions; a caller is a snapshot that never changes, and its session objects belong to it. */
const actors = new WeakMap<CallerSession, Actor>();

export function userActor(caller: Caller, session: CallerSession | null): Actor {
  const known = session ? actors.get(session) : undefined;
  if (known) return known;
  const actor = newUserActor(caller, session);
  if (session) actors.set(session, actor);
  return actor;
}

function newUserActor(caller: Caller, session: CallerSession | null): Actor {
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
  const membership = caller.memberships.find(
    ({ teamInternalId, teamId }) => teamInternalId === project.teamInternalId && teamId === project.teamId,
  );
  if (!membership) return null;
  // The last one listed wins, as clients know it.
  const role =
    membership.roles.findLast((name): name is CallerRole => (RAISED as readonly string[]).includes(name)) ?? 'users';
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
