import type { Bus } from '@plinth/bus';
import type { MaybePromise, Store, SystemRow } from '@plinth/database';
import { broadcasts, type Configuration, type InvalidateMessage } from '@plinth/definitions';
import { CONSOLE_ID, CONSOLE_NUMBER, type Project, readSettings } from './project.js';

/** A kept project is read again at least this often, should an invalidation ever be lost. */
const KEPT_MILLISECONDS = 10_000;
const KEPT_MAX = 10_000;
const CHILDREN_MAX = 1000;

/** Opens projects, and keeps them in process until they change. */
export class Projects {
  /** By ID in lower case: the case of an ID tells nothing apart. */
  readonly #kept = new Map<string, { project: Project | null; until: number }>();
  readonly #opening = new Map<string, Promise<Project | null>>();
  readonly #console: Project;

  constructor(
    private readonly store: Store,
    config: Configuration,
  ) {
    this.#console = consoleProject(store, config);
  }

  /** Drops what other processes change, and everything when messages may have been missed. */
  async follow(bus: Bus): Promise<void> {
    await bus.on(broadcasts.invalidate, 'project', (message: InvalidateMessage) => {
      if (message.kind === 'project') this.forget(message.projectId);
    });
    bus.onReconnect(() => this.#kept.clear());
  }

  /** The project, or null when there is none of this ID. */
  open(id: string): MaybePromise<Project | null> {
    if (id === CONSOLE_ID) return this.#console;
    const kept = this.#kept.get(id.toLowerCase());
    if (kept && kept.until > Date.now()) return kept.project;
    return this.#read(id);
  }

  /** As `open`, by number; the console is 0. */
  async openNumber(project: number, id: string): Promise<Project | null> {
    const opened = await this.open(id);
    return opened?.internalId === project ? opened : null;
  }

  /** Whether the stored project differs from this one. One read; the next `open` then gives the new state. */
  async isStale(project: Project | null, id: string): Promise<boolean> {
    if (id === CONSOLE_ID) return false;
    const revision = await this.store.in(CONSOLE_NUMBER).revision('projects', id);
    if (revision === (project?.revision ?? null)) return false;
    this.forget(id);
    return true;
  }

  forget(id: string): void {
    this.#kept.delete(id.toLowerCase());
    this.#opening.delete(id.toLowerCase());
  }

  #read(id: string): Promise<Project | null> {
    const key = id.toLowerCase();
    const opening = this.#opening.get(key);
    if (opening) return opening;
    const until = Date.now() + KEPT_MILLISECONDS;
    const isCurrent = () => this.#opening.get(key) === reading;
    const reading: Promise<Project | null> = this.#load(id)
      .then((project) => {
        // What was forgotten while it was read may be older than the change that had it forgotten.
        if (isCurrent()) this.#keep(key, project, until);
        return project;
      })
      .finally(() => {
        if (isCurrent()) this.#opening.delete(key);
      });
    this.#opening.set(key, reading);
    return reading;
  }

  #keep(key: string, project: Project | null, until: number): void {
    if (this.#kept.size >= KEPT_MAX) this.#kept.clear();
    this.#kept.set(key, { project, until });
  }

  async #load(id: string): Promise<Project | null> {
    const documents = this.store.in(CONSOLE_NUMBER);
    // The revision is read first: a change in between makes this copy look older than it is, never newer.
    const revision = await documents.revision('projects', id);
    const row = revision === null ? null : await documents.get('projects', id);
    let project: Project | null = null;
    if (row && revision !== null) {
      const [platforms, keys, webhooks] = await Promise.all([
        documents.findAll('platforms', { projectInternalId: row.$internalId }, CHILDREN_MAX),
        documents.findAll('keys', { projectInternalId: row.$internalId }, CHILDREN_MAX),
        documents.findAll('webhooks', { projectInternalId: row.$internalId }, CHILDREN_MAX),
      ]);
      project = this.#assemble(row, revision, platforms, keys, webhooks);
    }
    return project;
  }

  #assemble(
    row: SystemRow<'projects'>,
    revision: number,
    platforms: readonly SystemRow<'platforms'>[],
    keys: readonly SystemRow<'keys'>[],
    webhooks: readonly SystemRow<'webhooks'>[],
  ): Project {
    return {
      id: row.$id,
      internalId: row.$internalId,
      name: row.name,
      url: row.url ?? '',
      isConsole: false,
      teamId: row.teamId,
      teamInternalId: row.teamInternalId,
      settings: readSettings(row.auths, row.services),
      platforms: platforms.map(({ type, key, hostname }) => ({ type, key, hostname })),
      keys: new Map(
        keys.map(({ secretHash, $id, $internalId, name, scopes, expire, accessedAt, sdks }) => [
          secretHash ?? '',
          { id: $id, internalId: $internalId, name, scopes, expire, accessedAt, sdks },
        ]),
      ),
      webhooks,
      revision,
      documents: this.store.in(row.$internalId),
    };
  }
}

function consoleProject(store: Store, { general }: Configuration): Project {
  const settings = readSettings({ limit: general.consoleWhitelistRoot ? 1 : 0 }, {});
  return {
    id: CONSOLE_ID,
    internalId: CONSOLE_NUMBER,
    name: 'Appwrite',
    url: '',
    isConsole: true,
    teamId: '',
    teamInternalId: -1,
    settings: {
      ...settings,
      emailsAllowed: general.consoleWhitelistEmails.map((email) => email.toLowerCase()),
      ipsAllowed: general.consoleWhitelistIps,
    },
    platforms: [{ type: 'web', key: '', hostname: 'localhost' }],
    keys: new Map(),
    webhooks: [],
    revision: 0,
    documents: store.in(CONSOLE_NUMBER),
  };
}
