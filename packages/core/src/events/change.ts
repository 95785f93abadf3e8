/** From something that happened to the message that tells of it. Sources: events.md §2-5, realtime.md §4. */
import {
  type AuditEntry,
  type Change,
  type ChangeActor,
  eventIds,
  eventNames,
  type RealtimeTarget,
  rolesOf,
} from '@plinth/definitions';
import type { OpenCollection } from '../databases/collections.js';
import { CONSOLE_NUMBER, type Project } from '../projects/project.js';

export interface ChangeInput {
  readonly project: Project;
  readonly actor: ChangeActor;
  readonly mode: 'default' | 'admin';
  readonly at: string;
  /** A route's event label, such as `users.[userId].create`; null where the change has no event. */
  readonly event: string | null;
  /** Values of the label's placeholders. */
  readonly ids: Readonly<Record<string, string>>;
  /** JSON text of the response model. */
  readonly payload: string;
  /** The payload for sockets, where they must see less. */
  readonly realtimePayload?: string;
  /** Grants of the row, for rows that have their own. */
  readonly permissions?: readonly string[];
  readonly collection?: OpenCollection | null;
  readonly audit?: AuditEntry;
  readonly request?: string;
  /** Seals the payload, which holds a secret. */
  readonly seal?: ((text: string) => string) | null;
}

/** A change with all that only its maker needs: sockets are told by the maker, at once or never. */
export class MadeChange implements Change {
  readonly projectId: string;
  readonly project: number;
  readonly at: string;
  readonly actor: ChangeActor;
  readonly mode: 'default' | 'admin';
  readonly event: string | null;
  readonly ids: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly sealed?: boolean;
  readonly audit?: AuditEntry;
  readonly request?: string;
  readonly realtime: RealtimeTarget | null;
  #events: readonly string[] | null = null;

  constructor(input: ChangeInput) {
    const { project, event, payload, seal, audit, request } = input;
    this.projectId = project.id;
    this.project = project.internalId;
    this.at = input.at;
    this.actor = input.actor;
    this.mode = input.mode;
    this.event = event;
    this.ids = eventIds(event, input.ids);
    this.payload = seal ? seal(payload) : payload;
    if (seal) this.sealed = true;
    if (audit) this.audit = audit;
    if (request) this.request = request;
    this.realtime = event === null ? null : realtimeTarget(input, event);
  }

  /** All names of its event, the most specific first. */
  get events(): readonly string[] {
    this.#events ??= eventNames(this);
    return this.#events;
  }

  /** What travels: it does not name who listens. */
  toJSON(): Change {
    const { projectId, project, at, actor, mode, event, ids, payload, sealed, audit, request } = this;
    return {
      projectId,
      project,
      at,
      actor,
      mode,
      event,
      ids,
      payload,
      ...(sealed ? { sealed } : {}),
      ...(audit ? { audit } : {}),
      ...(request ? { request } : {}),
    };
  }
}

export const makeChange = (input: ChangeInput): MadeChange => new MadeChange(input);

/** Who hears of it on which channels; null when nobody could. The console's own changes are not broadcast. */
function realtimeTarget(input: ChangeInput, event: string): RealtimeTarget | null {
  const { project, ids, permissions = [], collection, realtimePayload } = input;
  const blanked = realtimePayload === undefined ? {} : { payload: realtimePayload };
  const segments = event.split('.');
  if (segments[0] === 'databases' && (segments[4] === 'attributes' || segments[4] === 'indexes')) {
    return { project: CONSOLE_NUMBER, channels: ['console'], roles: [`team:${project.teamId}`], ...blanked };
  }
  if (project.isConsole) return null;
  const target = (channels: string[], roles: readonly string[]): RealtimeTarget | null =>
    roles.length === 0 ? null : { project: project.internalId, channels, roles, ...blanked };
  if (segments[0] === 'users') return target(['account', `account.${ids.userId}`], [`user:${ids.userId}`]);
  if (segments[0] === 'teams') {
    return segments[2] === 'memberships'
      ? target(['memberships', `memberships.${ids.membershipId}`], [`team:${ids.teamId}`])
      : target(['teams', `teams.${ids.teamId}`], [`team:${ids.teamId}`]);
  }
  if (segments[4] === 'documents' && collection) {
    const base = `databases.${collection.database.$id}.collections.${collection.row.$id}.documents`;
    const roles = new Set(rolesOf(collection.row.$permissions, 'read'));
    if (collection.row.documentSecurity) for (const role of rolesOf(permissions, 'read')) roles.add(role);
    return target(['documents', base, `${base}.${ids.documentId}`], [...roles]);
  }
  return null;
}

/** The frame that sockets get, encoded once for all of them. */
export function eventFrame(
  { events, at, payload }: Pick<MadeChange, 'events' | 'at' | 'payload'>,
  target: RealtimeTarget,
): string {
  const head = `"events":${JSON.stringify(events)},"channels":${JSON.stringify(target.channels)},"timestamp":"${at}"`;
  return `{"type":"event","data":{${head},"payload":${target.payload ?? payload}}}`;
}
