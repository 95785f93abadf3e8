/** Who a session belongs to, what roles that gives, and how fast a change of it is seen. Source: RULINGS.md §2.5. */
import type { Cache, CounterRequest, CounterResult } from '@plinth/cache';
import type { Store } from '@plinth/database';
import type { Log } from '@plinth/service';
import { sameText, sha256 } from '../secrets.js';

export interface CallerUser {
  readonly id: string;
  readonly internalId: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly emailVerification: boolean;
  readonly phoneVerification: boolean;
  readonly status: boolean;
  readonly reset: boolean;
}

export interface CallerSession {
  readonly id: string;
  readonly hash: string;
  readonly createdAt: string;
}

export interface CallerMembership {
  readonly id: string;
  readonly teamId: string;
  readonly teamInternalId: number;
  readonly roles: readonly string[];
}

/** A user with its sessions and confirmed memberships, as one state. */
export interface Caller {
  readonly user: CallerUser;
  readonly sessions: readonly CallerSession[];
  readonly memberships: readonly CallerMembership[];
}

/** A snapshot is read again at least this often, should an invalidation ever be lost. */
const SNAPSHOT_MILLISECONDS = 10_000;
const PARSED_MAX = 5000;
const MEMBERSHIPS_MAX = 1000;
const SESSIONS_MAX = 1000;

export interface Found {
  readonly caller: Caller | null;
  readonly counters: readonly CounterResult[];
}

export class Callers {
  /** Parsed snapshots by key, valid as long as the cache holds the same text. */
  readonly #parsed = new Map<string, { text: string; caller: Caller }>();

  constructor(
    private readonly store: Store,
    private readonly cache: Cache,
    private readonly log: Log,
  ) {}

  /** A user's snapshot, and rate counters with it, in one round trip. The cache down: from the database. */
  async find(project: number, userId: string, counters: readonly CounterRequest[] = []): Promise<Found> {
    const key = snapshotKey(project, userId);
    let snapshot: Awaited<ReturnType<Cache['snapshot']>> | null = null;
    try {
      const reading = this.cache.snapshot(key, counters);
      snapshot = reading instanceof Promise ? await reading : reading;
    } catch (error) {
      this.log.warn({ error: error }, 'the cache cannot be reached; callers are read from the database');
    }
    if (snapshot?.value) return { caller: this.#parse(key, snapshot.value), counters: snapshot.counters };
    const caller = await this.read(project, userId);
    if (caller && snapshot) {
      const text = JSON.stringify(caller);
      await Promise.resolve(this.cache.keepSnapshot(key, snapshot.generation, text, SNAPSHOT_MILLISECONDS)).catch(
        (error) => this.log.warn({ error: error }, 'a caller could not be kept in the cache'),
      );
    }
    return { caller, counters: snapshot?.counters ?? [] };
  }

  #parse(key: string, text: string): Caller {
    const known = this.#parsed.get(key);
    if (known?.text === text) return known.caller;
    const caller = JSON.parse(text) as Caller;
    if (this.#parsed.size >= PARSED_MAX) this.#parsed.clear();
    this.#parsed.set(key, { text, caller });
    return caller;
  }

  /** As it is in the database now. */
  async read(project: number, userId: string): Promise<Caller | null> {
    const documents = this.store.in(project);
    const user = await documents.get('users', userId, {
      select: ['name', 'email', 'phone', 'emailVerification', 'phoneVerification', 'status', 'reset'],
    });
    if (!user) return null;
    const [sessions, memberships] = await Promise.all([
      documents.findAll('sessions', { userInternalId: user.$internalId }, SESSIONS_MAX),
      documents.findAll('memberships', { userInternalId: user.$internalId }, MEMBERSHIPS_MAX),
    ]);
    return {
      user: {
        id: user.$id,
        internalId: user.$internalId,
        name: user.name,
        email: user.email ?? '',
        phone: user.phone ?? '',
        emailVerification: user.emailVerification,
        phoneVerification: user.phoneVerification,
        status: user.status,
        reset: user.reset,
      },
      sessions: sessions.map(({ $id, secret, $createdAt }) => ({ id: $id, hash: secret, createdAt: $createdAt })),
      memberships: memberships
        .filter(({ confirm }) => confirm)
        .map(({ $id, teamId, teamInternalId, roles }) => ({ id: $id, teamId, teamInternalId, roles })),
    };
  }

  /** Makes every kept snapshot of these users unusable. Called before a commit that changes them, and after it. */
  async raise(users: readonly { readonly project: number; readonly userId: string }[]): Promise<void> {
    if (users.length === 0) return;
    try {
      await this.cache.raise(...users.map(({ project, userId }) => snapshotKey(project, userId)));
    } catch (error) {
      this.log.error({ error: error }, 'callers could not be invalidated; kept ones expire within 10 s');
    }
  }
}

const snapshotKey = (project: number, userId: string): string => `caller:${project}:${userId.toLowerCase()}`;

/** The session that a secret opens, if it has not run out. */
export function sessionOf(
  caller: Caller,
  secret: string,
  durationSeconds: number,
  now = Date.now(),
): CallerSession | null {
  const session = sessionBySecret(caller, secret);
  return session && isLive(session.createdAt, durationSeconds, now) ? session : null;
}

/** Sessions that secrets opened before, as long as their user's snapshot stays the same object. */
const opened = new WeakMap<Caller, Map<string, CallerSession>>();

function sessionBySecret(caller: Caller, secret: string): CallerSession | null {
  let known = opened.get(caller);
  const before = known?.get(secret);
  if (before) return before;
  const hash = sha256(secret);
  const session = caller.sessions.find((candidate) => sameText(candidate.hash, hash));
  if (!session) return null;
  if (!known) {
    known = new Map();
    opened.set(caller, known);
  }
  known.set(secret, session);
  return session;
}

export function isLive(createdAt: string, durationSeconds: number, now = Date.now()): boolean {
  return Date.parse(createdAt) + durationSeconds * 1000 > now;
}

/** The roles of a signed-in user, `any` included. Source: permissions.md §1. */
export function rolesOfCaller({ user, memberships }: Caller): string[] {
  const verified = user.emailVerification || user.phoneVerification ? 'verified' : 'unverified';
  const roles = ['any', `user:${user.id}`, 'users', `user:${user.id}/${verified}`, `users/${verified}`];
  for (const { id, teamId, roles: teamRoles } of memberships) {
    roles.push(`team:${teamId}`, `member:${id}`);
    for (const role of teamRoles) roles.push(`team:${teamId}/${role}`);
  }
  return roles;
}

export const GUEST_ROLES: readonly string[] = ['any', 'guests'];
