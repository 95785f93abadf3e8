/**
 * What services tell each other. A `topic` is durable and goes to every named consumer; a `queue` is durable and goes
 * to one worker; a `broadcast` reaches whoever listens at that moment.
 */

export interface QueueOptions {
  /** Attempts before a message lies in the dead letters. */
  readonly attempts: number;
  /** Waits before the second, third, ... attempt, in seconds; the last one repeats. */
  readonly delaysSeconds: readonly number[];
  /** A handler longer than this is taken for dead unless it reports progress. */
  readonly timeoutSeconds: number;
  /** Messages in hand at once in one process. */
  readonly concurrency: number;
}

export interface Queue<Body> extends QueueOptions {
  readonly kind: 'queue';
  readonly name: string;
  readonly body?: Body;
}

export interface Topic<Body> extends QueueOptions {
  readonly kind: 'topic';
  readonly name: string;
  readonly consumers: readonly string[];
  readonly body?: Body;
}

export interface Broadcast<Body> {
  readonly kind: 'broadcast';
  readonly name: string;
  readonly body?: Body;
}

const queue = <Body>(name: string, options: QueueOptions): Queue<Body> => ({ kind: 'queue', name, ...options });
const topic = <Body>(name: string, consumers: readonly string[], options: QueueOptions): Topic<Body> => ({
  kind: 'topic',
  name,
  consumers,
  ...options,
});
const broadcast = <Body>(name: string): Broadcast<Body> => ({ kind: 'broadcast', name });

/** Who did something. `kind` tells users of the project, its keys and console members apart. */
export interface ChangeActor {
  readonly kind: 'guest' | 'user' | 'key' | 'console';
  readonly id: string;
  readonly internalId: number;
  readonly name: string;
  readonly email: string;
}

/** One committed change and everything that follows from it. */
export interface Change {
  readonly projectId: string;
  readonly project: number;
  /** ISO time of the change. */
  readonly at: string;
  readonly actor: ChangeActor;
  readonly mode: 'default' | 'admin';
  /** Event label, such as `users.[userId].create`; null where the change has no event. See `eventNames`. */
  readonly event: string | null;
  /** Values of the label's placeholders. */
  readonly ids: Readonly<Record<string, string>>;
  /** The response model's JSON text, as webhooks and functions get it. Sealed when it holds a secret. */
  readonly payload: string;
  readonly sealed?: boolean;
  readonly audit?: AuditEntry;
  /** The same for all changes of one request, which a webhook hears of in their order. */
  readonly request?: string;
}

export interface RealtimeTarget {
  /** Internal id of the project whose sockets hear it; console is 0. */
  readonly project: number;
  readonly channels: readonly string[];
  readonly roles: readonly string[];
  /** Replaces the payload where sockets must see less than webhooks. */
  readonly payload?: string;
}

export interface AuditEntry {
  readonly event: string;
  readonly resource: string;
  readonly userAgent: string;
  readonly ip: string;
}

export interface RealtimeMessage {
  readonly project: number;
  readonly channels: readonly string[];
  readonly roles: readonly string[];
  /** The frame as it goes on the wire. */
  readonly frame: string;
}

export type ControlMessage =
  | { readonly kind: 'user'; readonly project: number; readonly userId: string }
  | { readonly kind: 'project'; readonly project: number; readonly projectId: string };

/** Which cached value other processes drop. */
export type InvalidateMessage =
  | { readonly kind: 'project'; readonly projectId: string }
  | {
      readonly kind: 'collection';
      readonly project: number;
      readonly databaseId: string;
      readonly collectionId: string;
    };

export interface Mail {
  readonly template: 'recovery' | 'verification' | 'magicSession' | 'invitation' | 'certificate';
  readonly locale: string;
  readonly to: string;
  readonly toName: string;
  /** Name of the project, of which the sender's display name is made; empty takes the configured one. */
  readonly from: string;
  /** AES-GCM text of the parameters: they hold links with secrets. */
  readonly sealed: string;
  /** ISO time after which the mail is of no use. */
  readonly expire: string;
}

/** A text message. Its text is sealed: it holds a code or a link with a secret. */
export interface Sms {
  /** Phone number: + and digits. */
  readonly to: string;
  /** AES-GCM text of the message. */
  readonly body: string;
  /** ISO time after which the message is of no use. */
  readonly expire: string;
}

export interface SchemaJob {
  readonly projectId: string;
  readonly project: number;
  /** `createCollection` makes the tables again that a crash left unmade. */
  readonly type: 'createCollection' | 'createAttribute' | 'deleteAttribute' | 'createIndex' | 'deleteIndex';
  readonly databaseId: string;
  readonly collectionId: string;
  readonly collection: number;
  /** Internal id of the attribute or index row; for `createCollection` that of the collection. */
  readonly row: number;
}

export type DeleteJob =
  | { readonly type: 'project'; readonly project: number; readonly projectId: string }
  | { readonly type: 'database'; readonly project: number; readonly database: number; readonly databaseId: string }
  | {
      readonly type: 'collection';
      readonly project: number;
      readonly databaseId: string;
      readonly collection: number;
      readonly collectionId: string;
    }
  | { readonly type: 'user'; readonly project: number; readonly user: number }
  | { readonly type: 'team'; readonly project: number; readonly team: number; readonly teamId: string }
  | { readonly type: 'auditOf'; readonly project: number; readonly resource: string }
  | { readonly type: 'audits' | 'counters' | 'tokens' | 'realtime'; readonly before: string }
  | { readonly type: 'sessions' };

export interface WebhookJob {
  readonly projectId: string;
  readonly project: number;
  readonly webhookId: string;
  /** Stable over retries. */
  readonly delivery: string;
  /** First attempts of one request go out one after the other. */
  readonly request?: string;
  readonly events: readonly string[];
  readonly userId: string;
  readonly payload: string;
  readonly sealed?: boolean;
}

export const messages = {
  change: topic<Change>('change', ['webhooks', 'audits'], {
    attempts: 20,
    delaysSeconds: [1, 5, 30, 120],
    timeoutSeconds: 30,
    concurrency: 200,
  }),
  webhook: queue<WebhookJob>('webhook', {
    attempts: 6,
    delaysSeconds: [10, 60, 300, 1800, 7200],
    timeoutSeconds: 20,
    concurrency: 200,
  }),
  mail: queue<Mail>('mail', { attempts: 5, delaysSeconds: [30, 120, 600, 3600], timeoutSeconds: 60, concurrency: 4 }),
  sms: queue<Sms>('sms', { attempts: 5, delaysSeconds: [30, 120, 600, 3600], timeoutSeconds: 60, concurrency: 4 }),
  schema: queue<SchemaJob>('schema', { attempts: 5, delaysSeconds: [1, 5, 30], timeoutSeconds: 60, concurrency: 1 }),
  remove: queue<DeleteJob>('remove', { attempts: 20, delaysSeconds: [5, 60, 600], timeoutSeconds: 60, concurrency: 2 }),
} as const;

export const broadcasts = {
  realtime: broadcast<RealtimeMessage>('realtime'),
  control: broadcast<ControlMessage>('control'),
  invalidate: broadcast<InvalidateMessage>('invalidate'),
} as const;
