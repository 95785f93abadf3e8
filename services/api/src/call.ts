import type { Actor, Connections, MadeChange, OpenCollection, Project } from '@plinth/core';
import { changeActor, GUEST } from '@plinth/core';
import type { Reader, StoredMessage } from '@plinth/database';
import type { AppError, InvalidateMessage } from '@plinth/definitions';
import type { BodyFields, HttpRequest, Reply, Sender } from '@plinth/http';
import type { RouteLabels } from './labels.js';
import { translateRefusal } from './refusals.js';
import { Writing } from './writing.js';

export interface WriteOptions {
  /** Replaces the error of an existing ID or unique value. */
  readonly duplicate?: ConstructorParameters<typeof AppError>[0];
  /** Fills event placeholders that neither parameters nor the response name. */
  readonly ids?: Readonly<Record<string, string>>;
}

/** What a commit leaves to be told. */
export interface Aftermath {
  readonly messages: StoredMessage[];
  readonly changes: MadeChange[];
  readonly users: { readonly project: number; readonly userId: string }[];
  /** Users whose open sockets look at their roles again, after their events went out. */
  readonly rerolled: { readonly project: number; readonly userId: string }[];
  readonly closedProjects: { readonly project: number; readonly projectId: string }[];
  readonly invalidated: InvalidateMessage[];
}

/** One call of a route, from the first stage to the reply. Stages fill it in their order. */
export class Call {
  /** Parameters of path, query and body as they came. */
  raw: Record<string, unknown> = {};
  body: BodyFields = { fields: {}, fault: null };
  projectId = 'console';
  /** Null until found; stages after `checkProject` may rely on it. */
  opened: Project | null = null;
  actor: Actor = GUEST;
  locale = 'en';
  /** Checked values, by the route's declaration. */
  params: Record<string, unknown> = {};
  /** `X-Appwrite-Timestamp`, ISO, where the route looks at it. */
  timestamp: string | null = null;
  result: unknown = null;
  /** JSON text of the response, when a write has already made it. */
  resultText: string | null = null;
  readonly aftermath: Aftermath = {
    messages: [],
    changes: [],
    users: [],
    rerolled: [],
    closedProjects: [],
    invalidated: [],
  };
  readonly reply: Reply = { status: 200, headers: {}, body: null };
  readonly cookies: string[] = [];
  /** Collection that the action opened; a refusal looks whether it was up to date. */
  collection: OpenCollection | null = null;
  /** How often it was run before, and refused on the word of a stale copy. */
  repeats = 0;
  /** Whether the request was taken into its rate counters. */
  isCounted = false;

  constructor(
    readonly route: RouteLabels,
    readonly request: HttpRequest,
    readonly sender: Sender,
    readonly connections: Connections,
  ) {}

  get project(): Project {
    if (!this.opened) throw new Error('The project is not open yet.');
    return this.opened;
  }

  /** Reads of this project. */
  get documents(): Reader {
    return this.project.documents;
  }

  get userAgent(): string {
    return this.request.headers['user-agent'] ?? 'UNKNOWN';
  }

  header(name: string, value: string): void {
    this.reply.headers[name] = value;
  }

  /**
   * The one write of an action. Commits rows and what they cause together: the route's event with the result as its
   * payload, its audit entry, and whatever the work adds. Refusals of the data layer come out as the contract's errors.
   */
  async write<T>(work: (writing: Writing) => Promise<T> | T, options: WriteOptions = {}): Promise<T> {
    const { store, callers } = this.connections;
    let writing: Writing | undefined;
    try {
      const written = await store.write(
        async (transaction) => {
          const current = new Writing(transaction, this);
          writing = current;
          const value = await work(current);
          current.complete(value, options.ids ?? {});
          return value;
        },
        // Raised before the commit, so that nobody keeps the old state past it, and again after it.
        () => callers.raise(writing?.users ?? []),
      );
      if (writing) this.#collect(writing, written.messages);
      return written.value;
    } catch (error) {
      throw translateRefusal(error, options.duplicate);
    }
  }

  #collect(writing: Writing, messages: readonly StoredMessage[]): void {
    const { aftermath } = this;
    aftermath.messages.push(...messages);
    aftermath.changes.push(...writing.changes);
    aftermath.users.push(...writing.users);
    aftermath.rerolled.push(...writing.rerolled);
    aftermath.closedProjects.push(...writing.closedProjects);
    aftermath.invalidated.push(...writing.invalidated);
    this.resultText = writing.resultText;
  }

  /** The actor as changes name it; sign-ups and log-ins take the user they are about. */
  changeActor() {
    return changeActor(this.actor);
  }
}
