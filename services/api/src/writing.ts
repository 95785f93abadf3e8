import {
  type Actor,
  type Connections,
  type MadeChange,
  makeChange,
  type OpenCollection,
  type Project,
} from '@plinth/core';
import { isoTime, newId, type Transaction, type Writer } from '@plinth/database';
import { type ChangeActor, type InvalidateMessage, messages, type Queue, stringifyJson } from '@plinth/definitions';
import { type Sender, shape } from '@plinth/http';
import type { AuditLabel, RouteLabels } from './labels.js';

/** What a write asks of the call that makes it. */
export interface WritingCall {
  readonly route: RouteLabels;
  readonly project: Project;
  readonly actor: Actor;
  readonly params: Readonly<Record<string, unknown>>;
  readonly collection: OpenCollection | null;
  readonly connections: Pick<Connections, 'secrets'>;
  readonly userAgent: string;
  readonly sender: Sender;
  changeActor(): ChangeActor;
}

export interface ChangeDeclaration {
  readonly event: string | null;
  readonly ids: Readonly<Record<string, string>>;
  /** Of several models the value tells which one it is. */
  readonly model: string | readonly string[];
  readonly value: object;
  readonly audit?: { readonly event: string; readonly resource: string };
  readonly actor?: ChangeActor;
  /** Value for sockets, where they must see less. */
  readonly realtimeValue?: object;
  /** Whether the payload holds a secret, which then is sealed on its way. */
  readonly secret?: boolean;
  readonly collection?: OpenCollection;
}

interface ActingUser {
  readonly $id: string;
  readonly $internalId: number;
  readonly name: string;
  readonly email: string | null;
}

interface UserOf {
  readonly project: number;
  readonly userId: string;
}

/** The write of one call: its transaction, and everything that is told once it is committed. */
export class Writing {
  /** Rows of the call's project. */
  readonly documents: Writer;
  /** Rows of the console: projects, their keys, platforms and webhooks. */
  readonly console: Writer;
  readonly changes: MadeChange[] = [];
  readonly users: UserOf[] = [];
  readonly rerolled: UserOf[] = [];
  readonly closedProjects: { project: number; projectId: string }[] = [];
  readonly invalidated: InvalidateMessage[] = [];
  resultText: string | null = null;
  readonly #request = newId();
  #ids: Record<string, string> = {};
  #payload: { value: object; model?: string | readonly string[]; realtimeValue?: object; secret?: boolean } | null =
    null;
  readonly #shown: MadeChange[] = [];
  #acting: ChangeActor | null = null;

  constructor(
    readonly transaction: Transaction,
    private readonly call: WritingCall,
  ) {
    this.documents = transaction.in(call.project.internalId);
    this.console = transaction.in(0);
  }

  in(project: number): Writer {
    return this.transaction.in(project);
  }

  /** A part that may fail by itself; what it changed and told of goes with it. See `Transaction.attempt`. */
  async attempt<T>(work: () => Promise<T> | T): Promise<T> {
    const told = this.changes.length;
    try {
      return await this.transaction.attempt(work);
    } catch (error) {
      this.changes.length = told;
      throw error;
    }
  }

  /** Adds a job to a queue. Jobs of one key run one after the other. */
  enqueue<Body>(queue: Queue<Body>, body: Body, { key = '', due }: { key?: string; due?: number } = {}): void {
    this.transaction.enqueue([{ name: queue.name, key, body, ...(due === undefined ? {} : { due }) }]);
  }

  /** Drops the kept snapshot of a user, whose next request then sees the new state. */
  raise(userId: string, project = this.call.project.internalId): void {
    this.users.push({ project, userId });
  }

  /** As `raise`, and lets the user's open sockets look at their roles again. */
  reroll(userId: string, project = this.call.project.internalId): void {
    this.raise(userId, project);
    this.rerolled.push({ project, userId });
  }

  invalidate(message: InvalidateMessage): void {
    this.invalidated.push(message);
  }

  /** Closes the sockets of a project that is gone. */
  closeProject(project: number, projectId: string): void {
    this.closedProjects.push({ project, projectId });
    this.invalidate({ kind: 'project', projectId });
  }

  /** Names the user whose doing it is, where that is not the caller: log-ins, redeemed tokens. */
  actAs({ $id, $internalId, name, email }: ActingUser): void {
    this.#acting = { kind: 'user', id: $id, internalId: $internalId, name, email: email ?? '' };
  }

  /** Values of event placeholders that the response does not name. */
  ids(values: Readonly<Record<string, string>>): void {
    Object.assign(this.#ids, values);
  }

  /** What the route's event carries, where it is not the response: deleted rows, clear secrets. */
  payload(
    value: object,
    options: { model?: string | readonly string[]; realtimeValue?: object; secret?: boolean } = {},
  ): void {
    this.#payload = { value, ...options };
  }

  /** Tells of one more change than the route's own, before it. */
  change({ event, ids, model, value, audit, actor, realtimeValue, secret, collection }: ChangeDeclaration): void {
    this.#add(
      makeChange({
        ...this.#common(),
        event,
        ids,
        payload: stringifyJson(shape(model)(value as Record<string, unknown>)),
        ...(realtimeValue
          ? { realtimePayload: stringifyJson(shape(model)(realtimeValue as Record<string, unknown>)) }
          : {}),
        ...permissionsOf(value),
        collection: collection ?? this.call.collection,
        ...(audit ? { audit: { ...audit, ...this.#sender() } } : {}),
        ...(actor ? { actor } : {}),
        ...(secret ? { seal: this.call.connections.secrets.seal } : {}),
      }),
    );
  }

  /** Shows open sockets, and nobody else, one more change, after the route's own. */
  show({ event, ids, model, value }: Pick<ChangeDeclaration, 'event' | 'ids' | 'model' | 'value'>): void {
    const payload = stringifyJson(shape(model)(value as Record<string, unknown>));
    this.#shown.push(makeChange({ ...this.#common(), event, ids, payload }));
  }

  /** Adds the route's own change, with the result as its payload. Called once, after the work. */
  complete(result: unknown, ids: Readonly<Record<string, string>>): void {
    this.#completeOwn(result, ids);
    this.changes.push(...this.#shown);
  }

  #completeOwn(result: unknown, ids: Readonly<Record<string, string>>): void {
    const { route } = this.call;
    const hasBody = route.response.model !== 'none' && typeof result === 'object' && result !== null;
    if (hasBody) this.resultText = stringifyJson(shape(route.response.model)(result as Record<string, unknown>));
    if (!route.event && !route.audit) return;
    const payload = this.#payload;
    const value = (payload?.value ?? (hasBody ? result : {})) as Record<string, unknown>;
    const model = payload?.model ?? route.response.model;
    const text =
      payload || !this.resultText ? stringifyJson(model === 'none' ? value : shape(model)(value)) : this.resultText;
    const audit = route.audit ? this.#audit(route.audit, value) : undefined;
    this.#add(
      makeChange({
        ...this.#common(),
        event: route.event ?? null,
        ids: { ...pathIds(this.call, value), ...this.#ids, ...ids },
        payload: text,
        ...(payload?.realtimeValue
          ? { realtimePayload: stringifyJson(shape(model)(payload.realtimeValue as Record<string, unknown>)) }
          : {}),
        ...permissionsOf(value),
        collection: this.call.collection,
        ...(audit ? { audit: audit.entry } : {}),
        ...(audit?.actor ? { actor: audit.actor } : {}),
        ...(payload?.secret ? { seal: this.call.connections.secrets.seal } : {}),
      }),
    );
  }

  #common() {
    const { project, actor } = this.call;
    return { project, actor: this.call.changeActor(), mode: actor.mode, at: isoTime(), request: this.#request };
  }

  #sender() {
    return { userAgent: this.call.userAgent, ip: this.call.sender.ip };
  }

  #audit(label: AuditLabel, response: Record<string, unknown>) {
    const resource = fill(label.resource, {
      params: this.call.params,
      response,
      user: { $id: this.call.actor.user?.id ?? String(response.userId ?? response.$id ?? '') },
    });
    const isGuest = this.call.actor.kind === 'guest';
    const named = label.actor === 'response' && isGuest ? actorOfResponse(response) : undefined;
    const actor = this.#acting ?? named;
    return { entry: { event: label.event, resource, ...this.#sender() }, actor };
  }

  #add(change: MadeChange): void {
    this.changes.push(change);
    this.transaction.enqueue([{ name: messages.change.name, body: change }]);
  }
}

function permissionsOf(value: object): { permissions?: readonly string[] } {
  const permissions = (value as { $permissions?: unknown }).$permissions;
  return Array.isArray(permissions) ? { permissions: permissions as string[] } : {};
}

/** Parameters by name; an ID that the server made is the one of the response. */
function pathIds(call: WritingCall, response: Readonly<Record<string, unknown>>): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.params)) {
    if (typeof value === 'string') ids[name] = value === 'unique()' ? String(response.$id ?? '') : value;
  }
  return ids;
}

function actorOfResponse(response: Record<string, unknown>): ChangeActor {
  const id = String(response.userId ?? response.$id ?? '');
  return {
    kind: 'user',
    id,
    internalId: Number(response.userInternalId ?? response.$internalId ?? 0),
    name: typeof response.name === 'string' ? response.name : '',
    email: typeof response.email === 'string' ? response.email : '',
  };
}

function fill(template: string, sources: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
  return template.replace(/\{(\w+)\.([$\w]+)\}/g, (_, source: string, name: string) =>
    String(sources[source]?.[name] ?? ''),
  );
}
