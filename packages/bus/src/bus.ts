/** The interface of the bus. Adapters: `memory/` and `nats/`; `contract.ts` is run over both. */
import type { Broadcast, Queue, Topic } from '@plinth/definitions';

/** A message as the store keeps it until the bus has taken it over (and, in memory, until it is worked on). */
export interface Message {
  readonly id: string;
  /** Name of its queue or topic; `topic/consumer` for what one consumer could not do yet. */
  readonly name: string;
  /** Messages of one key are worked on one after the other. */
  readonly key: string;
  /** JSON text. */
  readonly body: string;
  /** Not before this time, unix milliseconds. */
  readonly due: number;
  /** Attempts made so far. */
  readonly attempts: number;
}

export interface DeadMessage extends Message {
  readonly error: string;
}

/** What the bus needs of a database: the messages table. `core` joins it with the store of `database`. */
export interface MessageStore {
  due(now: number, limit: number): Promise<Message[]>;
  nextDue(now: number): Promise<number | null>;
  insert(messages: readonly Message[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  postpone(id: string, due: number, attempts: number, error: string): Promise<void>;
  bury(message: Message, error: string): Promise<void>;
  dead(name: string, limit: number): Promise<DeadMessage[]>;
  revive(id: string): Promise<void>;
  size(name: string): Promise<number>;
}

export interface Delivery {
  /** The same over all attempts: the key of what must not be done twice. */
  readonly id: string;
  /** 1 at the first attempt. */
  readonly attempt: number;
  /** Tells that a long handler is still at work. */
  progress(): Promise<void>;
}

export type Handler<Body> = (body: Body, delivery: Delivery) => Promise<void>;

export interface Worker {
  /** Stops taking and waits for what is in hand. */
  stop(): Promise<void>;
}

export interface Subscription {
  stop(): Promise<void>;
}

/** A failure that no retry can mend: the message goes to the dead letters at once. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';
}

/** A failure that says itself when to try again. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  constructor(
    readonly seconds: number,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** Any subject of a broadcast. */
export const ANY = '*';

export interface Bus {
  /**
   * Takes over messages whose rows are committed. Resolves when all are taken; what cannot be taken now stays in the
   * store and is published by the relay, so a caller need not wait.
   */
  publish(messages: readonly Message[]): Promise<void>;
  /** Works on a queue. A handler that rejects is tried again by the queue's delays. */
  work<Body>(queue: Queue<Body>, handler: Handler<Body>): Promise<Worker>;
  /** Works on a topic as one of its named consumers. */
  consume<Body>(topic: Topic<Body>, consumer: string, handler: Handler<Body>): Promise<Worker>;
  /** Tells whoever listens now, at most once. `subject` is a project number or another short word. */
  broadcast<Body>(channel: Broadcast<Body>, subject: string, body: Body): void;
  /** Listens; resolves when nothing broadcast from now on can be missed. */
  on<Body>(channel: Broadcast<Body>, subject: string, listener: (body: Body) => void): Promise<Subscription>;
  /** Asks whoever replies first; rejects when nobody does in time. */
  request(name: string, body: unknown, timeoutMilliseconds: number): Promise<unknown>;
  reply(name: string, handler: (body: unknown) => Promise<unknown>): Promise<Subscription>;
  /** Messages of a queue, or of `topic/consumer`, that wait or are in hand. Those postponed for long are left out. */
  size(name: string): Promise<number>;
  /** Publishes what the fast path left behind and what has become due. One process of a cluster does it. */
  relay(): Promise<Worker>;
  /** Called after the connection was lost and found again: broadcasts may have been missed. */
  onReconnect(listener: () => void): void;
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface BusLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Whole milliseconds before the next attempt: as the failure says, or by the queue's delays. */
export function pauseAfter(error: unknown, delaysSeconds: readonly number[], attempts: number): number {
  return Math.ceil(error instanceof RetryLater ? error.seconds * 1000 : delayAfter(delaysSeconds, attempts));
}

/** Pause before the next attempt; the last delay repeats. */
function delayAfter(delaysSeconds: readonly number[], attempts: number): number {
  return (delaysSeconds[Math.min(attempts, delaysSeconds.length) - 1] ?? 1) * 1000;
}

export const reason = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** The ID that a handler sees: rows of later attempts may add a part of their own behind a slash. */
export const deliveryId = (id: string): string => id.split('/', 1)[0] ?? id;

/** Rows under a name; those of a topic wait for each of its consumers. */
export async function storedSize(store: MessageStore, name: string): Promise<number> {
  const topic = name.includes('/') ? name.split('/', 1)[0] : undefined;
  return (await store.size(name)) + (topic ? await store.size(topic) : 0);
}

/** A listener whose failure harms nobody else. */
export function guarded<Body>(channel: string, listener: (body: Body) => void, log: BusLog): (body: Body) => void {
  return (body) => {
    try {
      listener(body);
    } catch (error) {
      log.error({ error, channel }, 'a listener failed');
    }
  };
}

/** The handler's outcome, or a failure once it is silent for longer than the time limit. */
export function withTimeLimit(seconds: number, run: (progress: () => void) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const expire = () => reject(new Error(`No progress for ${seconds} s.`));
    let timer = setTimeout(expire, seconds * 1000);
    const progress = () => {
      clearTimeout(timer);
      timer = setTimeout(expire, seconds * 1000);
    };
    Promise.resolve()
      .then(() => run(progress))
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
