import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Subscription } from '@plinth/bus';
import { type Actor, type Connections, decodeSession, GUEST, identify, isLive, rolesOfCaller } from '@plinth/core';
import { newId } from '@plinth/database';
import { broadcasts, type ControlMessage, limits, type RealtimeMessage } from '@plinth/definitions';
import { TrustedProxies } from '@plinth/http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { convertChannels } from './channels.js';
import { refuse, sendAuthenticated, sendConnected, sendError } from './frames.js';
import { Refusal, shakeHands } from './handshake.js';
import { type Socket, Sockets } from './sockets.js';
import { Stats } from './stats.js';

const FRAME_BYTES_MAX = 64_000;
const SOCKETS_MAX = 65_536;
const PING_MILLISECONDS = 25_000;
const MISSED_PINGS_MAX = 2;
const STATS_MILLISECONDS = 5000;
const SESSION_CHECK_MILLISECONDS = 60_000;
const REROLL_DEBOUNCE_MILLISECONDS = 200;
/** A project's subscription outlives its last socket a little: pages reload. */
const LINGER_MILLISECONDS = 30_000;
const YEAR_SECONDS = 31_536_000;

interface Following {
  readonly subscriptions: Promise<Subscription[]>;
  linger: NodeJS.Timeout | undefined;
}

/** WebSocket subscriptions of one process: who listens to what, and what each may hear. */
export class Realtime {
  readonly sockets = new Sockets();
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: FRAME_BYTES_MAX });
  readonly #proxies: TrustedProxies;
  readonly #following = new Map<number, Following>();
  readonly #rerolling = new Map<string, NodeJS.Timeout>();
  readonly #stats: Stats;
  #timers: NodeJS.Timeout[] = [];

  constructor(private readonly connections: Connections) {
    this.#proxies = new TrustedProxies(connections.config.server.trustedProxies);
    this.#stats = new Stats(connections, this.sockets);
  }

  /** Every connection is upgraded first: refusals are told in a frame, which clients wait for. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, stream, head, (wire) => {
      wire.on('error', () => wire.terminate());
      this.#open(request, wire).catch((error: unknown) => {
        if (error instanceof Refusal) refuse(wire, error.code, error.message);
        else {
          this.connections.log.error({ error }, 'a connection could not be opened');
          refuse(wire, 1011, 'The server could not do this.');
        }
      });
    });
  }

  async #open(request: IncomingMessage, wire: WebSocket): Promise<void> {
    // Frames that arrive during the handshake wait for it.
    const early: RawData[] = [];
    const keep = (data: RawData) => void early.push(data);
    wire.on('message', keep);
    if (this.sockets.size >= SOCKETS_MAX) throw new Refusal(1013, 'Too many connections.');
    const { project, actor, session, admin, channels } = await shakeHands(this.connections, this.#proxies, request);
    const user = actor.user
      ? await this.connections.store.in(admin ? 0 : project.internalId).get('users', actor.user.id)
      : null;
    const socket: Socket = {
      id: newId(),
      project,
      wire,
      admin,
      session,
      sessionId: actor.session?.id ?? '',
      userId: actor.user?.id ?? '',
      roles: socketRoles(actor),
      channels,
      missedPings: 0,
      frames: { count: 0, resetAt: 0 },
    };
    // Nothing that is published after `connected` may be missed.
    await this.#follow(project.internalId);
    if (wire.readyState !== wire.OPEN) return this.#unfollow(project.internalId);
    this.sockets.add(socket);
    this.#watch();
    wire.on('pong', () => {
      socket.missedPings = 0;
    });
    wire.on('close', () => this.#closed(socket));
    wire.off('message', keep);
    wire.on('message', (data) => this.#receive(socket, data));
    sendConnected(wire, channels, user);
    for (const data of early) this.#receive(socket, data);
  }

  #closed(socket: Socket): void {
    if (!this.sockets.remove(socket)) return;
    this.#unfollow(socket.project.internalId);
    if (this.sockets.size === 0) this.#unwatch();
  }

  async #follow(project: number): Promise<void> {
    let following = this.#following.get(project);
    if (!following) {
      const { bus } = this.connections;
      following = {
        subscriptions: Promise.all([
          bus.on(broadcasts.realtime, String(project), (message: RealtimeMessage) => {
            this.sockets.deliver(message.project, message.channels, message.roles, message.frame);
          }),
          bus.on(broadcasts.control, String(project), (message: ControlMessage) => this.#control(message)),
        ]),
        linger: undefined,
      };
      this.#following.set(project, following);
    }
    clearTimeout(following.linger);
    await following.subscriptions;
  }

  #unfollow(project: number): void {
    const following = this.#following.get(project);
    if (!following || [...this.sockets.of(project)].length > 0) return;
    clearTimeout(following.linger);
    following.linger = setTimeout(() => {
      this.#following.delete(project);
      following.subscriptions
        .then((subscriptions) => Promise.all(subscriptions.map((subscription) => subscription.stop())))
        .catch((error) => this.connections.log.warn({ error }, 'a project could not be unfollowed'));
    }, LINGER_MILLISECONDS).unref();
  }

  #control(message: ControlMessage): void {
    if (message.kind === 'project') {
      for (const socket of [...this.sockets.of(message.project)]) refuse(socket.wire, 1008, 'The project was deleted.');
      return;
    }
    const key = `${message.project}/${message.userId}`;
    if (this.#rerolling.has(key)) return;
    const timer = setTimeout(() => {
      this.#rerolling.delete(key);
      this.#reroll(message.project, message.userId).catch((error) =>
        this.connections.log.error({ error }, 'roles could not be read again'),
      );
    }, REROLL_DEBOUNCE_MILLISECONDS);
    this.#rerolling.set(key, timer);
  }

  /** Gives a user's sockets the roles of now, past every cache. A lost session leaves a guest, a block nothing. */
  async #reroll(project: number, userId: string): Promise<void> {
    const caller = await this.connections.callers.read(project, userId);
    for (const socket of [...this.#socketsOf(project, userId)]) {
      if (caller && !caller.user.status) {
        refuse(socket.wire, 1008, 'The account is blocked.');
        continue;
      }
      const seconds = socket.admin ? YEAR_SECONDS : socket.project.settings.sessionSeconds;
      const live = caller?.sessions.some(({ id, createdAt }) => id === socket.sessionId && isLive(createdAt, seconds));
      if (caller && live)
        socket.roles = new Set(
          rolesOfCaller(caller).filter((role) => role !== 'any' && !(socket.admin && role.startsWith('user'))),
        );
      else this.#becomeGuest(socket);
    }
  }

  *#socketsOf(project: number, userId: string): Iterable<Socket> {
    // Console members listen to other projects in admin mode, so theirs are found everywhere.
    const candidates = project === 0 ? this.sockets.all() : this.sockets.of(project);
    for (const socket of candidates) {
      const owner = socket.admin ? 0 : socket.project.internalId;
      if (owner === project && socket.userId === userId) yield socket;
    }
  }

  #becomeGuest(socket: Socket): void {
    const own = `account.${socket.userId}`;
    socket.roles = socketRoles(GUEST);
    socket.session = null;
    socket.sessionId = '';
    socket.userId = '';
    this.sockets.rechannel(socket, new Set([...socket.channels].filter((channel) => channel !== own)));
  }

  #receive(socket: Socket, data: RawData): void {
    const { fault, session } = this.#read(socket, data);
    if (fault) sendError(socket.wire, fault.code, fault.message);
    if (session === undefined) return;
    this.#authenticate(socket, session).catch((error) => {
      this.connections.log.error({ error }, 'a socket could not be authenticated');
      sendError(socket.wire, 1011, 'The server could not do this.');
    });
  }

  /** What a frame asks for: the session to sign in by, or what is wrong with it. A ping is answered at once. */
  #read(socket: Socket, data: RawData): { session?: string; fault?: { code: number; message: string } } {
    const fault = (code: number, message: string) => ({ fault: { code, message } });
    if (this.#isFlooding(socket)) return fault(1013, 'Too many messages.');
    let message: { type?: unknown; data?: { session?: unknown } } | null;
    try {
      message = JSON.parse(data.toString()) as typeof message;
    } catch {
      return fault(1003, 'The message is not valid JSON.');
    }
    if (typeof message !== 'object' || message === null) return fault(1003, 'The message must be an object.');
    if (message.type === 'ping') {
      socket.wire.send('{"type":"pong"}');
      return {};
    }
    if (message.type !== 'authentication') return fault(1003, 'The message type is not known.');
    const session = message.data?.session;
    return typeof session === 'string' ? { session } : fault(1003, 'The message needs a session.');
  }

  #isFlooding(socket: Socket): boolean {
    const now = Date.now();
    if (now >= socket.frames.resetAt) {
      socket.frames = { count: 0, resetAt: now + limits.realtime.messagesSeconds * 1000 };
    }
    socket.frames.count++;
    return this.connections.config.general.abuse && socket.frames.count > limits.realtime.messages;
  }

  async #authenticate(socket: Socket, encoded: string): Promise<void> {
    const session = decodeSession(encoded);
    const { callers, secrets } = this.connections;
    const actor = session
      ? await identify(callers, secrets, socket.project, { session, jwt: '', admin: socket.admin })
      : GUEST;
    const user = actor.user
      ? await this.connections.store.in(socket.admin ? 0 : socket.project.internalId).get('users', actor.user.id)
      : null;
    if (!user || !actor.user) return sendError(socket.wire, 1003, 'The session is not valid.');
    if (!user.status) return refuse(socket.wire, 1008, 'The account is blocked.');
    const former = `account.${socket.userId}`;
    const channels = convertChannels(
      [...socket.channels].filter((channel) => channel !== former),
      actor.user.id,
    );
    socket.session = session;
    socket.sessionId = actor.session?.id ?? '';
    socket.userId = actor.user.id;
    socket.roles = socketRoles(actor);
    this.sockets.rechannel(socket, channels);
    sendAuthenticated(socket.wire, user);
  }

  /** Timers run only while somebody is connected. */
  #watch(): void {
    if (this.#timers.length > 0) return;
    const every = (milliseconds: number, work: () => void) => setInterval(work, milliseconds).unref();
    this.#timers = [
      every(PING_MILLISECONDS, () => this.#ping()),
      every(
        STATS_MILLISECONDS,
        () =>
          void this.#stats
            .tell()
            .catch((error) => this.connections.log.warn({ error }, 'socket counts could not be told')),
      ),
      every(
        SESSION_CHECK_MILLISECONDS,
        () =>
          void this.#checkSessions().catch((error) =>
            this.connections.log.warn({ error }, 'sessions could not be checked'),
          ),
      ),
    ];
  }

  #unwatch(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
    this.#stats.forget().catch((error) => this.connections.log.warn({ error }, 'socket counts could not be removed'));
  }

  #ping(): void {
    for (const socket of [...this.sockets.all()]) {
      if (socket.missedPings >= MISSED_PINGS_MAX) socket.wire.terminate();
      else {
        socket.missedPings++;
        socket.wire.ping();
      }
    }
  }

  /** Sessions run out without anybody telling. */
  async #checkSessions(): Promise<void> {
    const users = new Map<string, [number, string]>();
    for (const socket of this.sockets.all()) {
      if (socket.userId === '') continue;
      const owner = socket.admin ? 0 : socket.project.internalId;
      users.set(`${owner}/${socket.userId}`, [owner, socket.userId]);
    }
    for (const [project, userId] of users.values()) await this.#reroll(project, userId);
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const timer of this.#rerolling.values()) clearTimeout(timer);
    for (const { linger } of this.#following.values()) clearTimeout(linger);
    const open = [...this.sockets.all()];
    for (const { wire } of open) wire.close(1001, 'The server stops.');
    const gone = Promise.all(
      open.map(
        ({ wire }) =>
          new Promise((resolve) => (wire.readyState === wire.CLOSED ? resolve(null) : wire.once('close', resolve))),
      ),
    );
    await Promise.race([gone, sleep(2000, null, { ref: false })]);
    for (const { wire } of open) wire.terminate();
    const followed = await Promise.all([...this.#following.values()].map(({ subscriptions }) => subscriptions));
    await Promise.all(followed.flat().map((subscription) => subscription.stop()));
    await this.#stats.forget();
  }
}

/** Event roles say `any` for everybody, so sockets need not hold it. */
function socketRoles(actor: Actor): ReadonlySet<string> {
  return new Set(actor.roles.filter((role) => role !== 'any'));
}
