import type { Access } from '@plinth/database';
import type { CallerRole, ChangeActor } from '@plinth/definitions';
import type { ProjectKey } from '../projects/project.js';
import type { CallerSession, CallerUser } from './callers.js';

/** Who makes a request, and what follows from that. */
export interface Actor {
  readonly kind: 'guest' | 'user' | 'key' | 'console';
  readonly role: CallerRole;
  /** Role strings held, `any` included; empty for keys. */
  readonly roles: readonly string[];
  readonly access: Access;
  readonly scopes: ReadonlySet<string>;
  readonly user: CallerUser | null;
  readonly session: CallerSession | null;
  readonly key: ProjectKey | null;
  /** Keys and console members: no rate limits, no switches, no permission checks. */
  readonly isServer: boolean;
  readonly mode: 'default' | 'admin';
}

/** The actor as it travels with a change. */
export function changeActor(actor: Actor): ChangeActor {
  const { user, key } = actor;
  if (key) return { kind: 'key', id: key.id, internalId: key.internalId, name: key.name, email: '' };
  if (!user) return { kind: 'guest', id: '', internalId: 0, name: '', email: '' };
  return {
    kind: actor.kind === 'console' ? 'console' : 'user',
    id: user.id,
    internalId: user.internalId,
    name: user.name,
    email: user.email,
  };
}
