import type { Broadcast, Queue, QueueOptions, Topic } from '@plinth/definitions';
import {
  ANY,
  type Bus,
  type BusLog,
  type Delivery,
  deliveryId,
  guarded,
  type Handler,
  type Message,
  type MessageStore,
  PermanentError,
  pauseAfter,
  reason,
  type Subscription,
  storedSize,
  type Worker,
  withTimeLimit,
} from '../bus.js';
import { Removal } from '../removal.js';

export interface MemoryBusOptions {
  readonly store: MessageStore;
  readonly log: BusLog;
}

/** Most messages without a worker that a look at the table passes over to reach the others. */
const UNCLAIMED_MAX = 5000;
/** A look at the table at least this often, whatever the timers say. */
const SWEEP_MILLISECONDS = 30_000;
const BATCH = 200;
/** Most messages that are held at once; the others wait in the table, however many are committed. */
export const HELD_MAX = 2000;
/** Pause after the store failed. */
const RETRY_MILLISECONDS = 1000;

/**
 * The bus of one process. Messages are worked on straight from memory as they are committed; their rows stay until
 * that is done, so that a new process finds what an ended one left.
 */
export async function openMemoryBus(options: MemoryBusOptions): Promise<Bus> {
  return new MemoryBus(options);
}

interface Line {
  readonly options: QueueOptions;
  readonly handler: Handler<never>;
  readonly waiting: Message[];
  readonly busyKeys: Set<string>;
  running: number;
  stopped: boolean;
  idle: (() => void)[];
}

interface Hold {
  /** Lines that still work on the message. */
  left: number;
  /** Whether its row stays, because not every line could do its part. */
  keep: boolean;
}

interface Topics {
  readonly topic: Topic<unknown>;
  readonly consumers: Set<string>;
}

class MemoryBus implements Bus {
  /** By queue name, or `topic/consumer`. */
  readonly #lines = new Map<string, Line>();
  readonly #topics = new Map<string, Topics>();
  readonly #listeners = new Map<string, Set<(body: never) => void>>();
  readonly #repliers = new Map<string, (body: unknown) => Promise<unknown>>();
  /** Messages taken from the table or straight from a commit. */
  readonly #inHand = new Map<string, Hold>();
  readonly #removal: Removal;
  #unclaimed = 0;
  /** Whether messages wait in the table that were not taken: those that come now wait behind them. */
  #behind = false;
  /** Whether one of those came since the table was last looked at. */
  #passed = false;
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #pumping: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(private readonly options: MemoryBusOptions) {
    this.#removal = new Removal(options.store, options.log, (ids) => void this.#forget(ids));
    this.#arm(0);
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const now = Date.now();
    let earliest = Number.POSITIVE_INFINITY;
    for (const message of messages) {
      if (this.#inHand.size >= HELD_MAX) this.#behind = true;
      if (message.due > now) earliest = Math.min(earliest, message.due);
      else if (this.#behind) this.#passed = true;
      else this.#take(message);
    }
    if (earliest < Number.POSITIVE_INFINITY) this.#arm(earliest - now);
  }

  /** Hands a message to its line, or to the line of every consumer. Without any it stays in the table. */
  #take(message: Message): boolean {
    if (this.#inHand.has(message.id) || this.#closed) return true;
    const topic = this.#topics.get(message.name);
    const names = topic ? topic.topic.consumers.map((consumer) => `${message.name}/${consumer}`) : [message.name];
    const lines = names.map((name) => this.#lines.get(name)).filter((line) => line !== undefined && !line.stopped);
    if (lines.length < names.length) return false;
    this.#inHand.set(message.id, { left: lines.length, keep: false });
    for (const [at, line] of lines.entries()) {
      if (!line) continue;
      line.waiting.push(topic ? { ...message, name: names[at] ?? '' } : message);
      this.#advance(line);
    }
    return true;
  }

  #advance(line: Line): void {
    while (line.running < line.options.concurrency && !line.stopped) {
      const at = line.waiting.findIndex(({ key }) => key === '' || !line.busyKeys.has(key));
      const message = at < 0 ? undefined : line.waiting.splice(at, 1)[0];
      if (!message) break;
      line.running++;
      if (message.key) line.busyKeys.add(message.key);
      void this.#run(line, message);
    }
    if (line.running === 0) for (const resolve of line.idle.splice(0)) resolve();
  }

  async #run(line: Line, message: Message): Promise<void> {
    const { options, handler } = line;
    try {
      await withTimeLimit(options.timeoutSeconds, (progress) => {
        const delivery: Delivery = {
          id: deliveryId(message.id),
          attempt: message.attempts + 1,
          progress: async () => progress(),
        };
        return handler(JSON.parse(message.body) as never, delivery);
      });
      this.#release(message.id, true);
    } catch (error) {
      await this.#failed(line, message, error).catch((cause) => {
        this.options.log.error(
          { error: cause, queue: message.name, id: message.id },
          'a failed message could not be put back',
        );
        // The row is still as it was and is taken up again.
        this.#release(message.id, false);
      });
    } finally {
      line.running--;
      if (message.key) line.busyKeys.delete(message.key);
      this.#advance(line);
    }
  }

  async #failed(line: Line, message: Message, error: unknown): Promise<void> {
    const { store, log } = this.options;
    const attempts = message.attempts + 1;
    const dead = error instanceof PermanentError || attempts >= line.options.attempts;
    log.warn({ error: error, queue: message.name, id: message.id, attempt: attempts, dead }, 'a message failed');
    // What one consumer of a topic could not do becomes a message of its own; the others are done with theirs.
    const own: Message = message.name.includes('/')
      ? { ...message, id: ownId(message), attempts }
      : { ...message, attempts };
    const due = Date.now() + pauseAfter(error, line.options.delaysSeconds, attempts);
    if (dead) await store.bury(own, reason(error));
    else if (own.id === message.id) await store.postpone(own.id, due, attempts, reason(error));
    else await store.insert([{ ...own, due }]);
    if (own.id === message.id) await this.#forget([message.id]);
    else this.#release(message.id, true);
    if (!dead) this.#arm(due - Date.now());
  }

  /** One line is through with a message. Its row goes when all are, and stays where one could not do its part. */
  #release(id: string, done: boolean): void {
    const hold = this.#inHand.get(id);
    if (!hold) return;
    hold.left--;
    if (!done) hold.keep = true;
    if (hold.left > 0) return;
    if (hold.keep) {
      this.#inHand.delete(id);
      this.#arm(RETRY_MILLISECONDS);
    } else this.#removal.add(id);
  }

  /** Lets messages be taken again. A look at the table that is under way may still have seen their old rows. */
  async #forget(ids: readonly string[]): Promise<void> {
    await this.#pumping;
    for (const id of ids) this.#inHand.delete(id);
    if (this.#behind && this.#inHand.size < HELD_MAX / 2) this.#arm(0);
  }

  /** Has the table looked at in this time, or earlier where that is planned already. */
  #arm(milliseconds: number): void {
    if (this.#closed) return;
    const wait = Math.min(Math.max(milliseconds, 0), SWEEP_MILLISECONDS);
    const at = Date.now() + wait;
    if (at >= this.#armedFor) return;
    this.#armedFor = at;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#armedFor = Number.POSITIVE_INFINITY;
      void this.#pump();
    }, wait);
    this.#timer.unref();
  }

  /** Takes due messages from the table and arms the one timer for the next. */
  async #pump(): Promise<void> {
    if (this.#pumping) {
      this.#again = true;
      return this.#pumping;
    }
    this.#pumping = this.#pumpOnce().finally(() => {
      this.#pumping = null;
      if (this.#again && !this.#closed) {
        this.#again = false;
        void this.#pump();
      }
    });
    return this.#pumping;
  }

  async #pumpOnce(): Promise<void> {
    let wait = SWEEP_MILLISECONDS;
    try {
      const now = Date.now();
      // Those in hand, and those that nobody works on, must not hide the ones behind them.
      const room = this.#behind ? HELD_MAX - this.#inHand.size : BATCH;
      if (room <= 0) return this.#arm(wait); // what is done makes room, and has the table looked at
      this.#passed = false;
      const limit = room + this.#inHand.size + this.#unclaimed;
      const messages = await this.options.store.due(now, limit);
      const unclaimed = messages.filter((message) => !this.#take(message)).length;
      this.#unclaimed = Math.min(unclaimed, UNCLAIMED_MAX);
      if (messages.length < limit && !this.#passed) this.#behind = false;
      const next = await this.options.store.nextDue(now);
      if (this.#behind && this.#inHand.size < HELD_MAX / 2) wait = 0;
      else if (!this.#behind && messages.length >= limit && unclaimed < UNCLAIMED_MAX) wait = 50;
      else if (next !== null) wait = next - Date.now();
    } catch (error) {
      if (!this.#closed) this.options.log.error({ error: error }, 'waiting messages could not be read');
      wait = RETRY_MILLISECONDS;
    }
    this.#arm(wait);
  }

  async work<Body>(queue: Queue<Body>, handler: Handler<Body>): Promise<Worker> {
    return this.#open(queue.name, queue, handler);
  }

  async consume<Body>(topic: Topic<Body>, consumer: string, handler: Handler<Body>): Promise<Worker> {
    const known = this.#topics.get(topic.name) ?? { topic: topic as Topic<unknown>, consumers: new Set() };
    known.consumers.add(consumer);
    this.#topics.set(topic.name, known);
    return this.#open(`${topic.name}/${consumer}`, topic, handler);
  }

  #open<Body>(name: string, options: QueueOptions, handler: Handler<Body>): Worker {
    if (this.#lines.get(name)?.stopped === false) throw new Error(`${name} is worked on already.`);
    const line: Line = {
      options,
      handler: handler as Handler<never>,
      waiting: [],
      busyKeys: new Set(),
      running: 0,
      stopped: false,
      idle: [],
    };
    this.#lines.set(name, line);
    this.#arm(0);
    return { stop: () => this.#stop(line) };
  }

  async #stop(line: Line): Promise<void> {
    line.stopped = true;
    for (const { id } of line.waiting.splice(0)) this.#release(id, false);
    if (line.running > 0) await new Promise<void>((resolve) => line.idle.push(resolve));
    await this.#removal.tried();
  }

  broadcast<Body>(channel: Broadcast<Body>, subject: string, body: Body): void {
    const listeners = [`${channel.name} ${subject}`, `${channel.name} ${ANY}`].flatMap((key) => [
      ...(this.#listeners.get(key) ?? []),
    ]);
    for (const listener of listeners) setImmediate(() => listener(body as never));
  }

  async on<Body>(channel: Broadcast<Body>, subject: string, listener: (body: Body) => void): Promise<Subscription> {
    const key = `${channel.name} ${subject}`;
    const listeners = this.#listeners.get(key) ?? new Set();
    const own = guarded(channel.name, listener, this.options.log) as (body: never) => void;
    this.#listeners.set(key, listeners.add(own));
    return {
      stop: async () => {
        listeners.delete(own);
        if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
      },
    };
  }

  async request(name: string, body: unknown, timeoutMilliseconds: number): Promise<unknown> {
    const replier = this.#repliers.get(name);
    if (!replier) throw new Error(`Nobody replies to ${name}.`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Nobody replied to ${name} in time.`)), timeoutMilliseconds);
    });
    return Promise.race([replier(body), late]).finally(() => clearTimeout(timer));
  }

  async reply(name: string, handler: (body: unknown) => Promise<unknown>): Promise<Subscription> {
    this.#repliers.set(name, handler);
    return {
      stop: async () => {
        if (this.#repliers.get(name) === handler) this.#repliers.delete(name);
      },
    };
  }

  size(name: string): Promise<number> {
    return storedSize(this.options.store, name);
  }

  /** The pump is this bus's own; there is nothing else to relay. */
  async relay(): Promise<Worker> {
    this.#arm(0);
    return { stop: async () => undefined };
  }

  onReconnect(): void {
    // A process does not lose the connection to itself.
  }

  async ping(): Promise<void> {
    if (this.#closed) throw new Error('The bus is closed.');
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await Promise.all([...this.#lines.values()].map((line) => this.#stop(line)));
    await this.#pumping;
    await this.#removal.tried();
  }
}

const ownId = ({ id, name }: Message): string => (id.includes('/') ? id : `${id}/${name.split('/')[1]}`);
