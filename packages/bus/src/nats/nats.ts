import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broadcast, Queue, QueueOptions, Topic } from '@plinth/definitions';
import {
  AckPolicy,
  type ConnectionOptions,
  type Consumer,
  type ConsumerConfig,
  type ConsumerMessages,
  connect,
  DeliverPolicy,
  DiscardPolicy,
  ErrorCode,
  Events,
  headers,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
  type Msg,
  type NatsConnection,
  NatsError,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from 'nats';
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
import { pack, unpack } from './packing.js';
import { streamName } from './streams.js';

export interface NatsBusOptions {
  readonly servers: string;
  readonly user: string;
  readonly password: string;
  /** First token of every subject, so that several stacks can share a server. */
  readonly prefix: string;
  readonly maxBytes: number;
  readonly store: MessageStore;
  readonly log: BusLog;
  /** Queues and topics whose streams are made before anything is published. */
  readonly queues: readonly Queue<unknown>[];
  readonly topics: readonly Topic<unknown>[];
  readonly onWait?: (error: unknown) => void;
}

const PUBLISH_TIMEOUT_MILLISECONDS = 2000;
const DUPLICATE_WINDOW_SECONDS = 600;
/** Longer pauses wait in the messages table: a message under a long nak would fill its consumer's window. */
const NAK_SECONDS_MAX = 30;
/** The fast path has this long before the relay publishes a row. */
const RELAY_GRACE_MILLISECONDS = 2000;
const RELAY_MILLISECONDS = 1000;
const RELAY_BATCH = 200;
const RELAY_STUCK_MAX = 1000;
/** Pause after a queue could not be read. */
const RETRY_MILLISECONDS = 1000;
/** A question for messages waits this long: after a server's restart the next one finds them. */
const PULL_MILLISECONDS = 5000;
/** The server waits longer for an answer than the handler may take, or a late failure would be answered twice. */
const ACK_GRACE_MILLISECONDS = 2000;
const PING_MILLISECONDS = 2000;
/** A change may carry a whole document of the API's payload limit. */
const PAYLOAD_BYTES_MIN = 7 * 1024 * 1024;

/** The server's code for a stream of this name with other settings. */
const STREAM_EXISTS = 10058;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded at all, then
  }
}

/** The driver reads no credentials from an address: they are taken out here, percent-decoded, unless given apart. */
export function serversOf({
  servers,
  user,
  password,
}: Pick<NatsBusOptions, 'servers' | 'user' | 'password'>): Pick<ConnectionOptions, 'servers' | 'user' | 'pass'> {
  let found = user ? { user, pass: password } : null;
  const plain = servers.split(',').map((server) => {
    const text = server.trim();
    const [, scheme = '', name, secret = '', rest = ''] = /^(\w+:\/\/)?([^:@/]*)(?::([^@]*))?@(.*)$/.exec(text) ?? [];
    if (name === undefined) return text;
    found ??= { user: decoded(name), pass: decoded(secret) };
    return scheme + rest;
  });
  return { servers: plain, ...found };
}

/** Connects, and makes or updates the streams. Waits until the server answers. */
export async function openNatsBus(options: NatsBusOptions): Promise<Bus> {
  let connection: NatsConnection | undefined;
  for (let pause = 200; !connection; pause = Math.min(pause * 2, 5000)) {
    try {
      connection = await connect({
        ...serversOf(options),
        maxReconnectAttempts: -1,
        reconnectTimeWait: 500,
        reconnectJitter: 1000,
        pingInterval: 20_000,
      });
    } catch (error) {
      if (/authorization/i.test(reason(error))) throw error;
      options.onWait?.(error);
      await sleep(pause);
    }
  }
  const payloadBytes = connection.info?.max_payload ?? 0;
  if (payloadBytes < PAYLOAD_BYTES_MIN) {
    await connection.close();
    throw new Error(
      `The NATS server takes messages of ${payloadBytes} bytes; ` +
        `set its max_payload to at least ${PAYLOAD_BYTES_MIN}.`,
    );
  }
  const bus = new NatsBus(connection, options);
  try {
    await bus.prepare();
  } catch (error) {
    await connection.close();
    throw new Error(`The streams of the bus cannot be made: ${reason(error)}`, { cause: error });
  }
  return bus;
}

class NatsBus implements Bus {
  readonly #jetstream: JetStreamClient;
  readonly #reconnected: (() => void)[] = [];
  readonly #workers = new Set<Worker>();
  #manager: JetStreamManager | undefined;
  readonly #removal: Removal;

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: NatsBusOptions,
  ) {
    this.#jetstream = connection.jetstream({ timeout: PUBLISH_TIMEOUT_MILLISECONDS });
    this.#removal = new Removal(options.store, options.log);
    void this.#watch();
  }

  async #watch(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === Events.Disconnect) this.options.log.warn({}, 'the bus is gone; reconnecting');
      if (status.type !== Events.Reconnect) continue;
      this.options.log.warn({}, 'the bus is back');
      for (const listener of this.#reconnected) listener();
    }
  }

  /** Streams and durable consumers are code, applied alike by whichever process starts first. */
  async prepare(): Promise<void> {
    const manager = await this.connection.jetstreamManager();
    this.#manager = manager;
    for (const queue of this.options.queues) {
      await this.#stream(manager, queue.name, [this.#job(queue.name)], RetentionPolicy.Workqueue);
      await this.#consumer(manager, queue.name, queue.name, this.#job(queue.name), queue);
    }
    for (const topic of this.options.topics) {
      await this.#stream(manager, topic.name, [this.#job(topic.name)], RetentionPolicy.Interest);
      const again = `${topic.name}_again`;
      await this.#stream(manager, again, [`${this.#job(again)}.*`], RetentionPolicy.Workqueue);
      for (const consumer of topic.consumers) {
        await this.#consumer(manager, topic.name, consumer, this.#job(topic.name), topic);
        await this.#consumer(manager, again, consumer, `${this.#job(again)}.${consumer}`, topic);
      }
    }
  }

  #streamName = (name: string): string => streamName(this.options.prefix, name);
  #job = (name: string): string => `${this.options.prefix}.job.${name}`;

  async #stream(
    manager: JetStreamManager,
    name: string,
    subjects: string[],
    retention: RetentionPolicy,
  ): Promise<void> {
    const config: Partial<StreamConfig> = {
      name: this.#streamName(name),
      subjects,
      retention,
      storage: StorageType.File,
      discard: DiscardPolicy.New,
      max_bytes: this.options.maxBytes,
      duplicate_window: nanos(DUPLICATE_WINDOW_SECONDS * 1000),
    };
    try {
      await manager.streams.add(config);
    } catch (error) {
      if (!(error instanceof NatsError) || error.api_error?.err_code !== STREAM_EXISTS) throw error;
      await manager.streams.update(this.#streamName(name), config); // it is there with other limits
    }
  }

  async #consumer(
    manager: JetStreamManager,
    stream: string,
    durable: string,
    filter: string,
    options: QueueOptions,
  ): Promise<void> {
    const config: Partial<ConsumerConfig> = {
      durable_name: durable,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(options.timeoutSeconds * 1000 + ACK_GRACE_MILLISECONDS),
      deliver_policy: DeliverPolicy.All,
      max_ack_pending: Math.max(options.concurrency * 20, 20),
      max_deliver: -1,
    };
    try {
      await manager.consumers.add(this.#streamName(stream), config);
    } catch {
      await manager.consumers.update(this.#streamName(stream), durable, config); // it is there with other limits
    }
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const now = Date.now();
    await Promise.all(messages.filter(({ due }) => due <= now).map((message) => this.#publishOne(message)));
  }

  /** Whether the message is in its stream. */
  async #publishOne(message: Message): Promise<boolean> {
    const [name = '', consumer] = message.name.split('/');
    const subject = consumer ? `${this.#job(`${name}_again`)}.${consumer}` : this.#job(name);
    const head = headers();
    head.set('Plinth-Id', message.id);
    head.set('Plinth-Key', message.key);
    head.set('Plinth-Attempts', String(message.attempts));
    try {
      // A message that was tried before is another one to the duplicate window.
      await this.#jetstream.publish(subject, pack(message.body), {
        msgID: `${message.id}:${message.attempts}`,
        headers: head,
      });
      this.#removal.add(message.id);
      return true;
    } catch (error) {
      // The row stays; the relay publishes it. A publish that did arrive is then dropped as a duplicate.
      this.options.log.warn(
        { error: error, queue: message.name, id: message.id },
        'a message could not be published yet',
      );
      if (error instanceof NatsError && error.code === ErrorCode.MaxPayloadExceeded)
        await this.options.store.bury(message, reason(error));
      return false;
    }
  }

  async work<Body>(queue: Queue<Body>, handler: Handler<Body>): Promise<Worker> {
    return this.#track(await this.#consume(queue.name, queue.name, queue.name, queue, handler));
  }

  async consume<Body>(topic: Topic<Body>, consumer: string, handler: Handler<Body>): Promise<Worker> {
    const name = `${topic.name}/${consumer}`;
    const workers = [
      await this.#consume(topic.name, consumer, name, topic, handler),
      await this.#consume(`${topic.name}_again`, consumer, name, topic, handler),
    ];
    return this.#track({ stop: async () => void (await Promise.all(workers.map((worker) => worker.stop()))) });
  }

  #track(worker: Worker): Worker {
    const tracked: Worker = {
      stop: async () => {
        this.#workers.delete(tracked);
        await worker.stop();
      },
    };
    this.#workers.add(tracked);
    return tracked;
  }

  async #consume<Body>(
    stream: string,
    durable: string,
    name: string,
    options: QueueOptions,
    handler: Handler<Body>,
  ): Promise<Worker> {
    const inHand = new Set<Promise<void>>();
    let stopped = false;
    let messages: ConsumerMessages | undefined;
    // Only what can be begun at once is asked for: a message that lay here behind a long one would be taken for lost.
    const pull = async (consumer: Consumer) => {
      messages = await consumer.fetch({
        max_messages: options.concurrency - inHand.size,
        expires: PULL_MILLISECONDS,
      });
      for await (const message of messages) {
        if (stopped) {
          message.nak();
          continue;
        }
        const run = this.#handle(message, name, options, handler).finally(() => inHand.delete(run));
        inHand.add(run);
      }
    };
    const loop = async () => {
      let consumer: Consumer | undefined;
      while (!stopped) {
        try {
          consumer ??= await this.#jetstream.consumers.get(this.#streamName(stream), durable);
          if (inHand.size >= options.concurrency) await Promise.race(inHand);
          else await pull(consumer);
        } catch (error) {
          if (stopped) return;
          consumer = undefined;
          this.options.log.warn({ error, queue: name }, 'the queue cannot be read; trying again');
          await sleep(RETRY_MILLISECONDS);
        }
      }
    };
    const running = loop();
    return {
      stop: async () => {
        stopped = true;
        await messages?.close();
        await running;
        await Promise.all(inHand);
      },
    };
  }

  async #handle<Body>(message: JsMsg, name: string, options: QueueOptions, handler: Handler<Body>): Promise<void> {
    const id = deliveryId(message.headers?.get('Plinth-Id') || String(message.seq));
    const attempts = Number(message.headers?.get('Plinth-Attempts') ?? 0) + message.info.deliveryCount - 1;
    const stored: Message = {
      id,
      name,
      key: message.headers?.get('Plinth-Key') ?? '',
      body: unpack(message.data),
      due: 0,
      attempts: attempts + 1,
    };
    if (attempts >= options.attempts) {
      // Every attempt ended with its process: another one would end the next.
      await this.options.store.bury(stored, 'No attempt came to an end.');
      message.term();
      return;
    }
    try {
      await withTimeLimit(options.timeoutSeconds, (progress) => {
        const delivery: Delivery = {
          id,
          attempt: attempts + 1,
          progress: async () => {
            progress();
            message.working();
          },
        };
        return handler(JSON.parse(stored.body) as Body, delivery);
      });
      message.ack();
    } catch (error) {
      await this.#failed(message, stored, options, error).catch((cause) =>
        // Not acknowledged: the server delivers it again when the time to answer is over.
        this.options.log.error({ error: cause, queue: name, id }, 'a failed message could not be put back'),
      );
    }
  }

  async #failed(message: JsMsg, stored: Message, options: QueueOptions, error: unknown): Promise<void> {
    const dead = error instanceof PermanentError || stored.attempts >= options.attempts;
    const { store, log } = this.options;
    log.warn({ error: error, queue: stored.name, id: stored.id, attempt: stored.attempts, dead }, 'a message failed');
    const delay = pauseAfter(error, options.delaysSeconds, stored.attempts);
    // The row of the last publishing may be about to be removed: this one must not share its ID.
    const own: Message = { ...stored, id: `${stored.id}/${randomBytes(6).toString('hex')}` };
    if (dead) {
      await store.bury(own, reason(error));
      message.term();
    } else if (delay <= NAK_SECONDS_MAX * 1000) message.nak(delay);
    else {
      await store.insert([{ ...own, due: Date.now() + delay }]);
      message.ack();
    }
  }

  broadcast<Body>(channel: Broadcast<Body>, subject: string, body: Body): void {
    const address = `${this.options.prefix}.${channel.name}.${token(subject)}`;
    try {
      this.connection.publish(address, pack(JSON.stringify(body)));
    } catch (error) {
      // At most once: a caller has committed and must not fail for it.
      this.options.log.error({ error, channel: channel.name }, 'a broadcast could not be sent');
    }
  }

  async on<Body>(channel: Broadcast<Body>, subject: string, listener: (body: Body) => void): Promise<Subscription> {
    const read = (message: Msg) => listener(JSON.parse(unpack(message.data)) as Body);
    const receive = guarded(channel.name, read, this.options.log);
    const subscription = this.connection.subscribe(
      `${this.options.prefix}.${channel.name}.${subject === ANY ? ANY : token(subject)}`,
      {
        callback: (error, message) => {
          if (!error) receive(message);
        },
      },
    );
    await this.connection.flush();
    return { stop: async () => subscription.unsubscribe() };
  }

  async request(name: string, body: unknown, timeoutMilliseconds: number): Promise<unknown> {
    const answer = await this.connection.request(
      `${this.options.prefix}.ask.${name}`,
      pack(JSON.stringify(body ?? null)),
      { timeout: timeoutMilliseconds },
    );
    const { value, error } = JSON.parse(unpack(answer.data)) as { value?: unknown; error?: string };
    if (error !== undefined) throw new Error(error);
    return value;
  }

  async reply(name: string, handler: (body: unknown) => Promise<unknown>): Promise<Subscription> {
    const subscription = this.connection.subscribe(`${this.options.prefix}.ask.${name}`, {
      queue: name,
      callback: (error, message) => {
        if (error) return;
        Promise.resolve()
          .then(() => handler(JSON.parse(unpack(message.data))))
          .then(
            (value) => ({ value }),
            (cause) => ({ error: reason(cause) }),
          )
          .then((answer) => message.respond(pack(JSON.stringify(answer))))
          .catch((cause) => this.options.log.warn({ error: cause, name }, 'a reply could not be sent'));
      },
    });
    await this.connection.flush();
    return { stop: async () => subscription.unsubscribe() };
  }

  async size(name: string): Promise<number> {
    const [stream = '', consumer = ''] = name.split('/');
    const durables = consumer
      ? [[stream, consumer] as const, [`${stream}_again`, consumer] as const]
      : [[stream, stream] as const];
    const infos = await Promise.all(
      durables.map(([from, durable]) => this.#manager?.consumers.info(this.#streamName(from), durable)),
    );
    const held = infos.reduce((sum, info) => sum + (info?.num_pending ?? 0) + (info?.num_ack_pending ?? 0), 0);
    return held + (await storedSize(this.options.store, name));
  }

  async relay(): Promise<Worker> {
    let stopped = false;
    let stuck = 0;
    let wake: () => void = () => undefined;
    const loop = async () => {
      while (!stopped) {
        let full = false;
        try {
          const messages = this.connection.isClosed()
            ? []
            : await this.options.store.due(Date.now() - RELAY_GRACE_MILLISECONDS, RELAY_BATCH + stuck);
          const published = await Promise.all(messages.map((message) => this.#publishOne(message)));
          await this.#removal.tried();
          // What no stream takes must not hide the rows behind it, nor be tried without a pause.
          const failed = published.filter((done) => !done).length;
          full = messages.length === RELAY_BATCH + stuck && failed === stuck;
          stuck = Math.min(failed, RELAY_STUCK_MAX);
        } catch (error) {
          this.options.log.warn({ error: error }, 'waiting messages could not be relayed');
        }
        if (full || stopped) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, RELAY_MILLISECONDS).unref();
        });
      }
    };
    const running = loop();
    return this.#track({
      stop: async () => {
        stopped = true;
        wake();
        await running;
      },
    });
  }

  onReconnect(listener: () => void): void {
    this.#reconnected.push(() => guarded('reconnect', listener, this.options.log)(undefined));
  }

  async ping(): Promise<void> {
    await inTime(this.connection.flush(), PING_MILLISECONDS, 'The bus does not answer.');
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    await this.#removal.tried();
    if (this.connection.isClosed()) return;
    // Without a server nothing can be drained; what was not confirmed is in the store.
    await inTime(this.connection.drain(), PING_MILLISECONDS, 'The bus is gone.').catch(() => this.connection.close());
  }
}

function inTime<T>(work: Promise<T>, milliseconds: number, late: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(late)), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Subject tokens hold no dots, wildcards or blanks. */
function token(subject: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(subject)) throw new Error(`Not a subject: ${subject}`);
  return subject;
}
